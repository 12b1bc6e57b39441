"""Mutations of the order in which people live their day, chunk after chunk."""

from __future__ import annotations

from mutations.mutation import of, swapped

PEOPLE = of(
    "sim/model/day/people.py",
    ("acts-never-seen", "index", "acts.view(np.int64)", "acts.view(np.int64).copy()"),
    ("totals-of-yesterday", "reset", "totals[:] = 0", "totals[:] += 0"),
    ("chunks-overlap", "bound", "range(first, end, CHUNK)", "range(first, end, CHUNK - 1)"),
    ("first-chunk-alone", "bound",
     "range(first, end, CHUNK)", "range(first, min(end, first + 1), CHUNK)"),
    ("last-of-a-chunk-left-out", "bound", "min(low + CHUNK, end)", "min(low + CHUNK, end) - 1"),
    ("chunk-beyond-its-block", "clamp",
     "min(low + CHUNK, end)", "min(low + CHUNK, crowd.role.shape[0])"),
    ("felt-before-heard", "order",
     *swapped(
         "hear(low, high, hall, crowd.voice, crowd.heard, desk.hearing)",
         "feel(low, high, nature, today, crowd, desk)",
         "\n        draw(low, high, keys, crowd, desk.luck)\n        ",
     )),
    ("felt-before-drawn", "order",
     *swapped(
         "draw(low, high, keys, crowd, desk.luck)",
         "feel(low, high, nature, today, crowd, desk)", "\n        ",
     )),
    ("marked-before-felt", "order",
     *swapped(
         "feel(low, high, nature, today, crowd, desk)",
         "mark(low, high, nature, today, crowd, desk)", "\n        ",
     )),
    ("fans-act-as-silent", "role", "silent_act(everyone[:silent]", "silent_act(everyone[:fans]"),
    ("silent-act-as-fans", "role", "everyone[silent:fans]", "everyone[:fans]"),
    ("last-fan-left-out", "bound", "everyone[silent:fans]", "everyone[silent : fans - 1]"),
    ("fans-recover", "role", "anti_fans_act(everyone[fans:]", "anti_fans_act(everyone[silent:]"),
    ("anti-fans-never-choose", "role", "choose(everyone,", "choose(everyone[:fans],"),
    ("nobody-taken-out", "sign", "count(everyone, -1, nature", "count(everyone, 0, nature"),
    ("taken-out-too-late", "order",
     *swapped(
         "count(everyone, -1, nature, crowd, totals)",
         "silent_act(everyone[:silent], low, nature, today, keys, crowd, desk)",
         "\n        ",
     )),
    ("counted-too-early", "order",
     *swapped(
         "choose(everyone, low, nature, today, keys, crowd, desk)",
         "count(everyone, 1, nature, crowd, totals)", "\n        ",
     )),
    ("blame-uncounted", "role",
     "count_voices(everyone, crowd", "count_voices(everyone[:fans], crowd"),
)  # fmt: skip
