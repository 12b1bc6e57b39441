"""Mutations of the order in which people live their day, and of what is measured in the evening."""

from __future__ import annotations

from mutations.mutation import of, swapped

PEOPLE = of(
    "sim/day/people.py",
    ("acts-never-seen", "index", "acts.view(np.int64)", "acts.view(np.int64).copy()"),
    ("luck-of-tomorrow", "day", "keys_of(seed, day)", "keys_of(seed, day + 1)"),
    ("totals-of-yesterday", "reset", "totals[:] = 0", "totals[:] += 0"),
    ("chunks-overlap", "bound", "range(first, end, CHUNK)", "range(first, end, CHUNK - 1)"),
    ("first-chunk-alone", "bound",
     "range(first, end, CHUNK)", "range(first, min(end, first + 1), CHUNK)"),
    ("last-of-a-chunk-left-out", "bound", "min(low + CHUNK, end)", "min(low + CHUNK, end) - 1"),
    ("chunk-beyond-its-block", "clamp",
     "min(low + CHUNK, end)", "min(low + CHUNK, crowd.role.shape[0])"),
    ("felt-before-heard", "order",
     *swapped(
         "hear(low, high, noise, complete, hall, crowd.voice, crowd.heard, hearing)",
         "feel(low, high, nature, today, hearing, luck, crowd, totals)",
         "\n        draw(low, high, keys, crowd, luck)\n        ",
     )),
    ("felt-before-drawn", "order",
     *swapped(
         "draw(low, high, keys, crowd, luck)",
         "feel(low, high, nature, today, hearing, luck, crowd, totals)", "\n        ",
     )),
    ("marked-before-felt", "order",
     *swapped(
         "feel(low, high, nature, today, hearing, luck, crowd, totals)",
         "mark(low, high, nature, today, hearing, luck, crowd, acts)", "\n        ",
     )),
    ("felt-in-double-precision", "float", "feel(low, high, nature,", "feel(low, high, p,"),
    ("fans-act-as-silent", "role", "silent_act(everyone[:silent]", "silent_act(everyone[:fans]"),
    ("silent-act-as-fans", "role", "everyone[silent:fans]", "everyone[:fans]"),
    ("last-fan-left-out", "bound", "everyone[silent:fans]", "everyone[silent : fans - 1]"),
    ("fans-recover", "role", "anti_fans_act(everyone[fans:]", "anti_fans_act(everyone[silent:]"),
    ("anti-fans-never-choose", "role", "choose(everyone,", "choose(everyone[:fans],"),
    ("chosen-in-double-precision", "float",
     "choose(everyone, low, nature,", "choose(everyone, low, p,"),
    ("nobody-taken-out", "sign", "count(everyone, -1, nature", "count(everyone, 0, nature"),
    ("taken-out-too-late", "order",
     *swapped(
         "count(everyone, -1, nature, crowd, totals)",
         "silent_act(everyone[:silent], low, nature, today, keys, hearing, crowd, acts, totals)",
         "\n        ",
     )),
    ("counted-too-early", "order",
     *swapped(
         "choose(everyone, low, nature, today, keys, crowd, acts, totals)",
         "count(everyone, 1, nature, crowd, totals)", "\n        ",
     )),
    ("blame-uncounted", "role",
     "count_voices(everyone, crowd", "count_voices(everyone[:fans], crowd"),
)  # fmt: skip

MEASURE = of(
    "sim/day/measure.py",
    ("balance-inverted", "sign", "(one - other) / both", "(other - one) / both"),
    ("mean-in-fixed-point", "fixed point", "total / FIXED_POINT / count", "total / count"),
    ("good-dose-is-bad", "swap", "outlet * mood[DOSE_GOOD]", "outlet * mood[DOSE_BAD]"),
    ("silent-count-as-one", "term", "p.background * people", "p.background"),
    ("climate-forgets-the-wrong-share", "decay", "(1.0 - p.climate_memory)", "p.climate_memory"),
    ("silence-promises", "index", "0.0 if silent else levers[EXPOSURE]", "levers[EXPOSURE]"),
    ("candour-promises", "sign", "(1.0 - levers[CANDOUR])", "levers[CANDOUR]"),
    ("calls-on-the-firm", "term", "mood[COUPLING] * voices / people", "voices / people"),
    ("only-blame-calls", "swap",
     "totals[T_VOICES_PRAISE] + totals[T_VOICES_BLAME]", "totals[T_VOICES_BLAME]"),
    ("answered-inverted", "swap", "replies / (replies + calls)", "calls / (replies + calls)"),
    ("attacks-in-ten-thousand", "term", "p.own_goal * 1000.0", "p.own_goal * 10000.0"),
    ("totals-pile-up", "reset", "            totals[k] = 0\n", "            totals[k] += 0\n"),
    ("stocks-begin-anew", "reset", "if k not in STOCKS:", "if k >= 0:"),
    ("stocks-of-yesterday", "reset",
     "for block in range(blocks.shape[0]):",
     "for block in range(0 if k in STOCKS else blocks.shape[0]):"),
    ("fans-begin-anew", "reset", "if k not in STOCKS:", "if k not in STOCKS or k == T_FANS:"),
    ("first-block-counts-for-all", "index", "blocks[block, k]", "blocks[0, k]"),
    ("mood-of-yesterday-evening", "order",
     *swapped(
         "for k in range(totals.shape[0]):\n        if k not in STOCKS:\n"
         "            totals[k] = 0\n"
         "        for block in range(blocks.shape[0]):\n            totals[k] += blocks[block, k]",
         "move_mood(p, people, levers, totals, mood)", "\n    ",
     )),
    ("silent-include-anti-fans", "role", "people - fans - anti_fans", "people - fans"),
    ("cooled-are-recovered", "swap",
     "row[S_COOLED] = totals[T_COOLED]", "row[S_COOLED] = totals[T_RECOVERED]"),
    ("hostility-of-fans", "role",
     "mean_of(totals[T_HOSTILITY], anti_fans)", "mean_of(totals[T_HOSTILITY], fans)"),
    ("perceived-beyond-one", "clamp",
     "min(1.0, max(0.0, mood[STRENGTH] + p.perception * mood[CLIMATE]))",
     "max(0.0, mood[STRENGTH] + p.perception * mood[CLIMATE])"),
    ("answered-as-unanswered", "sign", "1.0 - mood[ANSWERED]", "mood[ANSWERED]"),
    ("levers-one-column-late", "index", "row[S_FIRST_LEVER + k]", "row[S_FIRST_LEVER - 1 + k]"),
)  # fmt: skip
