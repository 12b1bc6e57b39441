"""Mutations of what goes from mouth to mouth, and of the ties along which it goes.

Left out, as no result depends on them: that no chance of belief is below 0, for partisanship and
passion are at most 1; that a rumour which begins is not told on the same day, for nobody spreads it
yet; that nobody's denial, and nobody's telling, reach anyone, for no draw is below 0; and that who
knows better is no more denied anything.
"""

from __future__ import annotations

from mutations.mutation import of, swapped

_DENIED = """if denied > 0.0 and not settled and uniform(rebutted_key, i) < denied:
            state[i] = REBUTTED
"""
_FADING = """if state[i] == SPREADING and uniform(fades_key, i) < p.rumour_fading:
            state[i] = BORED
"""
_BELIEVED = """if state[i] == TOLD:
            state[i] = SPREADING
            grievance[i] += np.float32(p.rumour_weight)
"""

RUMOUR = of(
    "sim/model/day/rumour.py",
    # Who believes
    ("partisans-believe", "sign",
     "1.0 - p.rumour_partisanship * passion", "1.0 + p.rumour_partisanship * passion"),
    ("hostile-believe-as-others", "clamp",
     "1.0 - p.rumour_partisanship * passion",
     "min(1.0, 1.0 - p.rumour_partisanship * passion)"),
    ("credence-in-another-order", "float",
     "1.0 - p.rumour_partisanship * passion",
     "(1.0 - p.rumour_partisanship) + p.rumour_partisanship * (1.0 - passion)"),
    # How it begins
    ("begins-by-luck-of-telling", "stream",
     "stream(seed, _SEED, day)", "stream(seed, _TOLD, day)"),
    ("begins-by-luck-of-tomorrow", "day",
     "stream(seed, _SEED, day)", "stream(seed, _SEED, day + 1)"),
    ("begins-with-all-or-nobody", "index", "TOLD if uniform(key, i)", "TOLD if uniform(key, 0)"),
    ("old-rumour-goes-on", "reset", "p.rumour_seeds else UNAWARE", "p.rumour_seeds else state[i]"),
    ("old-mouths-counted", "reset", "        depth[i] = 0\n", ""),
    ("begins-a-day-late", "day",
     "calendar[day, CALENDAR_RUMOURS]", "calendar[max(0, day - 1), CALENDAR_RUMOURS]"),
    # Told along ties
    ("told-by-luck-of-beginning", "stream",
     "stream(seed, _TOLD, day)\n    for", "stream(seed, _SEED, day)\n    for"),
    ("bored-tell", "comparison",
     "if state[speaker] != SPREADING:", "if state[speaker] == UNAWARE:"),
    ("first-listener-not-told", "bound",
     "range(offsets[speaker], offsets[speaker + 1])",
     "range(offsets[speaker] + 1, offsets[speaker + 1])"),
    ("told-by-luck-of-the-listener", "index", "uniform(key, tie)", "uniform(key, listener)"),
    ("speaker-believes-for-the-listener", "index", "passion[listener]", "passion[speaker]"),
    ("told-is-believed", "term",
     "p.rumour_telling * credence(p, float(passion[listener]))", "p.rumour_telling"),
    ("bored-and-rebutted-listen", "role",
     "if state[listener] == UNAWARE or state[listener] == TOLD:",
     "if state[listener] != SPREADING:"),
    ("first-way-counts", "term",
     "if state[listener] == UNAWARE or state[listener] == TOLD:", "if state[listener] == UNAWARE:"),
    ("longest-way-counts", "comparison", "depth[listener] > further", "depth[listener] < further"),
    ("last-way-counts", "term",
     "                    if state[listener] == UNAWARE or depth[listener] > further:\n"
     "                        depth[listener] = further\n",
     "                    depth[listener] = further\n"),
    ("one-mouth-fewer", "index", "int(depth[speaker]) + 1", "int(depth[speaker])"),
    ("mouths-without-end", "clamp",
     "min(int(depth[speaker]) + 1, DEEPEST)", "int(depth[speaker]) + 1"),
    # Told to all
    ("told-to-all-by-luck-of-tomorrow", "day",
     "stream(seed, _TOLD, day)\n    telling", "stream(seed, _TOLD, day + 1)\n    telling"),
    ("one-tells-for-all", "term", "math.pow(missed, float(telling))", "missed"),
    ("missed-by-whole-powers", "float", "math.pow(missed, float(telling))", "missed**telling"),
    ("missed-is-believed", "sign",
     "1.0 - math.pow(missed, float(telling))", "math.pow(missed, float(telling))"),
    ("belief-beyond-certainty", "clamp",
     "min(1.0, p.rumour_telling * credence(p, float(passion[i])))",
     "p.rumour_telling * credence(p, float(passion[i]))"),
    ("all-are-told-again", "role", "0 and state[i] == UNAWARE", "0 and state[i] != SPREADING"),
    ("last-teller-counts", "reset", "least = min(least, int(depth[i]))", "least = int(depth[i])"),
    ("one-mouth-fewer-to-all", "index", "min(least + 1, DEEPEST)", "least"),
    ("mouths-without-end-to-all", "clamp", "min(least + 1, DEEPEST)", "least + 1"),
    # Denied, tired of, believed
    ("denied-by-luck-of-fading", "stream",
     "stream(seed, _REBUTTED, day)", "stream(seed, _FADES, day)"),
    ("fades-by-luck-of-tomorrow", "day",
     "stream(seed, _FADES, day)", "stream(seed, _FADES, day + 1)"),
    ("bored-are-rebutted", "role",
     "state[i] == BORED or state[i] == REBUTTED", "state[i] == REBUTTED"),
    ("all-or-nobody-rebutted", "index", "uniform(rebutted_key, i)", "uniform(rebutted_key, 0)"),
    ("believed-before-it-is-denied", "order",
     *swapped(_DENIED, _BELIEVED, f"        {_FADING}        ")),
    ("believed-before-it-fades", "order", *swapped(_FADING, _BELIEVED, "        ")),
    ("believed-anew-every-day", "reset", "            state[i] = SPREADING\n", ""),
    ("believed-without-offence", "reset",
     "grievance[i] += np.float32(p.rumour_weight)", "grievance[i] += np.float32(0.0)"),
    ("offence-in-double-precision", "float", "np.float32(p.rumour_weight)", "p.rumour_weight"),
    ("denied-in-every-stance", "term", " if levers[STANCE] == STANCE_DENY else 0.0", ""),
    ("denied-unseen", "term", "p.rumour_rebuttal * levers[EXPOSURE]", "p.rumour_rebuttal"),
    # Counts
    ("bored-have-not-believed", "term", "spreading + bored", "spreading"),
    ("rebutted-have-believed", "role", "bored += state[i] == BORED", "bored += state[i] >= BORED"),
    ("mouths-of-the-bored-forgotten", "role",
     "if state[i] == SPREADING or state[i] == BORED:\n            deepest",
     "if state[i] == SPREADING:\n            deepest"),
    ("mouths-of-the-rebutted", "role",
     "if state[i] == SPREADING or state[i] == BORED:\n            deepest",
     "if state[i] != UNAWARE:\n            deepest"),
    ("last-mouth-counts", "reset",
     "deepest = max(deepest, int(depth[i]))", "deepest = int(depth[i])"),
)  # fmt: skip

TIES = of(
    "sim/model/day/ties.py",
    ("weak-ties-count-nothing", "term", "row[S_TIE_STRENGTH] = 1.0", "row[S_TIE_STRENGTH] = 0.0"),
    ("bond-by-luck-of-tomorrow", "day",
     "stream(seed, _BOND, day)", "stream(seed, _BOND, day + 1)"),
    ("bond-by-luck-of-the-speaker", "index", "uniform(key, tie)", "uniform(key, speaker)"),
    ("any-mark-joins", "mask", "marks[speaker] & JOINED != 0", "marks[speaker] != 0"),
    ("listener-alone-joins", "role", "both = joined and marks", "both = marks"),
    ("either-joins", "term", "both = joined and marks", "both = joined or marks"),
    ("speaker-alone-joins", "index",
     "marks[audience[tie]] & JOINED", "marks[speaker] & JOINED"),
    ("bond-beyond-the-strongest", "comparison",
     "strength[tie] < p.bond_most", "strength[tie] <= p.bond_most"),
    ("bond-for-certain", "term", " and uniform(key, tie) < p.bonding", ""),
    ("first-tie-never-grows", "bound",
     "range(offsets[speaker], offsets", "range(offsets[speaker] + 1, offsets"),
    ("two-voices-at-most", "reset", "strength[tie] += 1", "strength[tie] = 2"),
    ("strength-of-this-morning", "order",
     *swapped(
         "if both and strength[tie] < p.bond_most and uniform(key, tie) < p.bonding:\n"
         "                strength[tie] += 1\n",
         "voices += int(strength[tie])\n", "            ",
     )),
    ("strength-a-person", "index", "voices / strength.shape[0]", "voices / marks.shape[0]"),
)  # fmt: skip
