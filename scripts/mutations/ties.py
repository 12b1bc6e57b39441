"""Mutations of ties that grow stronger."""

from __future__ import annotations

from mutations.mutation import of, swapped

TIES = of(
    "sim/model/day/ties.py",
    ("weak-ties-count-nothing", "term", "row[S_TIE_STRENGTH] = 1.0", "row[S_TIE_STRENGTH] = 0.0"),
    ("bond-by-luck-of-tomorrow", "day",
     "stream(given.seed, _BOND, day)", "stream(given.seed, _BOND, day + 1)"),
    ("bond-by-luck-of-the-speaker", "index", "uniform(key, tie)", "uniform(key, speaker)"),
    ("any-mark-joins", "mask", "marks[speaker] & JOINED != 0", "marks[speaker] != 0"),
    ("listener-alone-joins", "role", "both = joined and marks", "both = marks"),
    ("either-joins", "term", "both = joined and marks", "both = joined or marks"),
    ("speaker-alone-joins", "index",
     "marks[ties.audience[tie]] & JOINED", "marks[speaker] & JOINED"),
    ("bond-beyond-the-strongest", "comparison",
     "strength[tie] < p.bond_most", "strength[tie] <= p.bond_most"),
    ("bond-for-certain", "term", " and uniform(key, tie) < p.bonding", ""),
    ("first-tie-never-grows", "bound",
     "range(ties.offsets[speaker], ties", "range(ties.offsets[speaker] + 1, ties"),
    ("two-voices-at-most", "reset", "strength[tie] += 1", "strength[tie] = 2"),
    ("strength-of-this-morning", "order",
     *swapped(
         "if both and strength[tie] < p.bond_most and uniform(key, tie) < p.bonding:\n"
         "                strength[tie] += 1\n",
         "voices += int(strength[tie])\n", "            ",
     )),
    ("strength-a-person", "index", "voices / strength.shape[0]", "voices / marks.shape[0]"),
)  # fmt: skip
