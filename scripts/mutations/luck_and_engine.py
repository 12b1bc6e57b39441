"""Mutations of the draws, of the time loop, and of how kernels are compiled."""

from __future__ import annotations

from mutations.mutation import of, swapped

RANDOMNESS = of(
    "sim/model/randomness.py",
    ("another-shift", "mask", "_S30 = np.uint64(30)", "_S30 = np.uint64(29)"),
    ("another-factor", "index", "0x94D049BB133111EB", "0x94D049BB133111ED"),
    ("mixed-once-less", "term", "return x ^ (x >> _S31)", "return x"),
    ("decision-mixed-as-day", "swap",
     "np.uint64(decision + 1) * _DECISION", "np.uint64(decision + 1) * _DAY"),
    ("next-decision", "stream", "np.uint64(decision + 1)", "np.uint64(decision + 2)"),
    ("next-day", "day", "np.uint64(day + 1)", "np.uint64(day + 2)"),
    ("next-agent", "index",
     "float(mix(np.uint64(key) + np.uint64(agent + 1)",
     "float(mix(np.uint64(key) + np.uint64(agent + 2)"),
    ("beyond-one", "bound", "_TO_UNIT = 2.0**-53", "_TO_UNIT = 2.0**-52"),
    ("decisions-trade-numbers", "stream",
     "    SPEAK = 34\n    ATTACK = 35\n", "    ATTACK = 34\n    SPEAK = 35\n"),
    ("later-decisions-trade-numbers", "stream",
     "    RUMOUR_FADES = 44\n    BOND = 45\n", "    BOND = 44\n    RUMOUR_FADES = 45\n"),
    # Words and their halves
    ("word-of-the-next", "index",
     "return mix(np.uint64(key) + np.uint64(agent + 1)",
     "return mix(np.uint64(key) + np.uint64(agent + 2)"),
    ("word-of-another-step", "swap",
     "return mix(np.uint64(key) + np.uint64(agent + 1) * _GAMMA",
     "return mix(np.uint64(key) + np.uint64(agent + 1) * _DAY"),
    ("word-unmixed", "term",
     "return mix(np.uint64(key) + np.uint64(agent + 1) * _GAMMA)",
     "return np.uint64(key) + np.uint64(agent + 1) * _GAMMA"),
    ("word-without-its-key", "term",
     "return mix(np.uint64(key) + np.uint64(agent + 1)", "return mix(np.uint64(agent + 1)"),
    ("first-half-shifted-too-little", "mask", "_S33 = np.uint64(33)", "_S33 = np.uint64(32)"),
    ("first-half-shifted-too-far", "mask", "_S33 = np.uint64(33)", "_S33 = np.uint64(34)"),
    ("first-half-is-the-second", "stream", "bits >> _S33", "bits & _LOW_31_BITS"),
    ("second-half-is-the-first", "stream", "bits & _LOW_31_BITS", "bits >> _S33"),
    ("second-half-from-the-middle", "mask",
     "bits & _LOW_31_BITS", "(bits >> _S11) & _LOW_31_BITS"),
    ("second-half-overlaps-the-first", "mask",
     "bits & _LOW_31_BITS", "(bits >> _S31) & _LOW_31_BITS"),
    ("second-half-of-30-bits", "mask", "np.uint64(2**31 - 1)", "np.uint64(2**30 - 1)"),
    ("second-half-of-one-bit", "mask", "np.uint64(2**31 - 1)", "np.uint64(2**31)"),
    ("halves-beyond-one", "bound", "np.float32(2.0**-31 *", "np.float32(2.0**-30 *"),
    ("halves-reach-one", "bound",
     "np.float32(2.0**-31 * (1.0 - 2.0**-24))", "np.float32(2.0**-31)"),
    ("first-half-in-double-precision", "float",
     "np.float32(np.int32(bits >> _S33)) *", "float(np.int32(bits >> _S33)) *"),
    ("block-forgets-where-it-begins", "index", "uniform(key, first + i)", "uniform(key, i)"),
    ("poisson-in-other-pieces", "bound", "min(mean, 16.0)", "min(mean, 8.0)"),
    ("poisson-hangs", "reset", "mean -= part", "mean -= 0.0"),
    ("poisson-pieces-share-luck", "reset", "piece += 1", "piece += 0"),
    ("poisson-cut-short", "bound", "n < 200", "n < 20"),
    ("poisson-term-off-by-one", "term", "probability *= part / n", "probability *= part / (n + 1)"),
    ("poisson-last-piece-alone", "reset", "count += n", "count = n"),
)  # fmt: skip

_CONVERSATION = """if complete:
            fill_hall(noise, crowd.voice, hall)
        else:
            for b in prange(bounds.shape[0] - 1):
                deliver(
                    bounds[b], bounds[b + 1], noise, crowd.voice, voice_eights, offsets,
                    audience, strength, crowd.heard, room.lists[b, 0],
                )  # fmt: skip
"""
_RUMOUR = """rumour_day(
            day, seed, p, calendar, levers, offsets, audience, complete, crowd, rumour, row
        )  # fmt: skip
"""
_PEOPLE = """for b in prange(bounds.shape[0] - 1):
            people_block(
                day, seed, bounds[b], bounds[b + 1], p, nature, levers, mood, complete, hall,
                crowd, room.hearing[b], room.luck[b], room.acts[b], room.act_eights[b],
                room.lists[b], blocks[b],
            )  # fmt: skip
"""
_TIES = "strengthen(day, seed, p, offsets, audience, crowd.marks, strength, row)\n"

ENGINE = of(
    "sim/engine/engine.py",
    ("newsroom-before-product", "order",
     *swapped(
         "product_day(day, seed, p, weight, people, calendar, totals, latent, mood, row)",
         "newsroom_day(day, seed, p, calendar, levers, outlets, latent, mood, row)",
         "\n        ",
     )),
    ("people-before-conversation", "order",
     *swapped(_CONVERSATION, _PEOPLE, f"        {_RUMOUR}        ")),
    ("measure-before-people", "order",
     *swapped(
         _PEOPLE, "measure_day(p, people, levers, totals, blocks, mood, row)\n",
         f"        {_TIES}        ",
     )),
    ("people-before-rumour", "order", *swapped(_RUMOUR, _PEOPLE, "        ")),
    ("ties-before-people", "order", *swapped(_PEOPLE, _TIES, "        ")),
    ("rumour-told-to-all-by-network", "sign",
     "audience, complete, crowd, rumour", "audience, not complete, crowd, rumour"),
    ("ties-of-the-first-morning-are-heard", "reset",
     "audience, strength, crowd.heard", "audience, strength[:0], crowd.heard"),
    ("last-day-left-out", "day", "range(first, last)", "range(first, last - 1)"),
    ("row-of-yesterday", "day", "row = series[day]", "row = series[day - 1]"),
    ("attacks-too-loud", "term", "noise = int(p.attack_noise)", "noise = int(p.attack_noise) + 1"),
    ("hall-for-the-wrong-network", "sign", "        if complete:", "        if not complete:"),
    ("blocks-share-totals", "index", "room.lists[b], blocks[b],", "room.lists[b], blocks[0],"),
    ("last-block-left-out", "bound",
     "for b in prange(bounds.shape[0] - 1):\n            people_block(",
     "for b in prange(max(1, bounds.shape[0] - 2)):\n            people_block("),
    ("listeners-of-the-first-block-alone", "bound",
     "for b in prange(bounds.shape[0] - 1):\n                deliver(",
     "for b in prange(1):\n                deliver("),
    ("voices-of-the-first-morning", "reset",
     "voice[:whole].view(np.int64)", "voice[:whole].copy().view(np.int64)"),
    ("another-seed", "stream", "np.uint64(w.seed)", "np.uint64(w.seed + 1)"),
    ("days-beyond-the-last", "clamp", "min(self.day + days, self.days)", "self.day + days"),
    ("starts-over", "reset", "        self.day = last", "        self.day = days"),
)  # fmt: skip

COMPILED = of(
    "sim/model/compiled.py",
    ("fused-arithmetic", "float",
     'error_model="numpy", **options)', 'error_model="numpy", fastmath=True, **options)'),
)  # fmt: skip
