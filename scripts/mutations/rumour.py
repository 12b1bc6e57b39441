"""Mutations of what goes from mouth to mouth.

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
     "stream(given.seed, _SEED, day)", "stream(given.seed, _TOLD, day)"),
    ("begins-by-luck-of-tomorrow", "day",
     "stream(given.seed, _SEED, day)", "stream(given.seed, _SEED, day + 1)"),
    ("begins-with-all-or-nobody", "index", "TOLD if uniform(key, i)", "TOLD if uniform(key, 0)"),
    ("old-rumour-goes-on", "reset", "< seeds else UNAWARE", "< seeds else rumour.state[i]"),
    ("old-mouths-counted", "reset", "        rumour.depth[i] = 0\n", ""),
    ("begins-a-day-late", "day",
     "calendar[day, CALENDAR_RUMOURS]", "calendar[max(0, day - 1), CALENDAR_RUMOURS]"),
    # Told along ties
    ("told-by-luck-of-beginning", "stream",
     "stream(given.seed, _TOLD, day)\n    for", "stream(given.seed, _SEED, day)\n    for"),
    ("bored-tell", "comparison",
     "if state[speaker] != SPREADING:", "if state[speaker] == UNAWARE:"),
    ("first-listener-not-told", "bound",
     "range(ties.offsets[speaker], ties", "range(ties.offsets[speaker] + 1, ties"),
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
     "stream(given.seed, _TOLD, day)\n    telling",
     "stream(given.seed, _TOLD, day + 1)\n    telling"),
    ("told-to-all-by-network", "sign", "elif ties.complete:", "elif not ties.complete:"),
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
     "stream(given.seed, _REBUTTED, day)", "stream(given.seed, _FADES, day)"),
    ("fades-by-luck-of-tomorrow", "day",
     "stream(given.seed, _FADES, day)", "stream(given.seed, _FADES, day + 1)"),
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
    ("rebutted-have-believed", "role",
     "bored += rumour.state[i] == BORED", "bored += rumour.state[i] >= BORED"),
    ("mouths-of-the-bored-forgotten", "role",
     "if rumour.state[i] == SPREADING or rumour.state[i] == BORED:",
     "if rumour.state[i] == SPREADING:"),
    ("mouths-of-the-rebutted", "role",
     "if rumour.state[i] == SPREADING or rumour.state[i] == BORED:",
     "if rumour.state[i] != UNAWARE:"),
    ("last-mouth-counts", "reset",
     "deepest = max(deepest, int(rumour.depth[i]))", "deepest = int(rumour.depth[i])"),
)  # fmt: skip
