"""Mutations of the founder's day: orders, rules, the image as it is seen, the worth of joining."""

from __future__ import annotations

from mutations.mutation import of, swapped

FOUNDER = of(
    "sim/model/day/founder.py",
    ("below", "comparison", "return observed < bound", "return observed <= bound"),
    ("at-most", "comparison", "return observed <= bound", "return observed < bound"),
    ("above", "comparison", "return observed > bound", "return observed >= bound"),
    ("at-least", "comparison", "return observed >= bound", "return observed > bound"),
    ("first-condition-suffices", "bound",
     "range(book.conditions[rule])", "range(min(1, book.conditions[rule]))"),
    ("order-a-day-late", "day",
     "book.order_first[order] <= day", "book.order_first[order] < day"),
    ("order-a-day-longer", "day",
     "day < book.order_end[order]", "day <= book.order_end[order]"),
    ("rule-sees-today", "day", "series[day - 1]", "series[day]"),
    ("rule-not-on-the-second-day", "day", "day > 0 and", "day > 1 and"),
    ("rule-fires-while-it-acts", "term", "if book.remaining[rule] == 0 and day", "if day"),
    ("rule-never-ends", "reset", "book.remaining[rule] -= 1", "book.remaining[rule] -= 0"),
    ("wrong-lever", "index", "levers[DISTANCE] = p.distance", "levers[DISTANCE] = p.warmth"),
    ("lever-in-the-place-of-another", "index",
     "levers[REPLIES] = p.replies", "levers[PARTICIPATION] = p.replies"),
    ("brand-helps", "sign",
     "exposure / (exposure + p.brand)", "exposure / abs(exposure - p.brand)"),
    ("coupling-at-once", "decay",
     "mood[COUPLING] += p.coupling_rate * (target - mood[COUPLING])", "mood[COUPLING] = target"),
    # The image as it is seen
    ("image-seen-at-once", "decay",
     "p.image_rate * levers[IMAGE] + (1.0 - p.image_rate) * mood[IMAGE_SEEN]", "levers[IMAGE]"),
    ("image-seen-slowly-for-fast", "swap",
     *swapped("levers[IMAGE]", "mood[IMAGE_SEEN]", " + (1.0 - p.image_rate) * ")),
    ("image-seen-is-warmth", "index",
     "p.image_rate * levers[IMAGE]", "p.image_rate * levers[WARMTH]"),
    ("image-of-yesterday", "order",
     *swapped(
         "set_levers(day, p, agenda.book, series, levers)",
         "mood[IMAGE_SEEN] = p.image_rate * levers[IMAGE]"
         " + (1.0 - p.image_rate) * mood[IMAGE_SEEN]",
         "\n    ",
     )),
    # What taking part is worth
    ("campaign-a-day-late", "day",
     "calendar[day, CALENDAR_CAMPAIGNS]", "calendar[max(0, day - 1), CALENDAR_CAMPAIGNS]"),
    ("campaign-every-day", "comparison", "campaigns > 0.0", "campaigns >= 0.0"),
    ("novelty-fades-where-nodes-are-closed", "term",
     "p.novelty_fading * levers[PARTICIPATION]", "p.novelty_fading"),
    ("novelty-grows", "sign", "novelty * (1.0 - fading)", "novelty * (1.0 + fading)"),
    ("novelty-fades-after-its-renewal", "order",
     "novelty * (1.0 - fading) + p.renewal * (1.0 - novelty)",
     "(novelty + p.renewal * (1.0 - novelty)) * (1.0 - fading)"),
    ("renewal-without-ceiling", "term", "p.renewal * (1.0 - novelty)", "p.renewal"),
    ("renewal-of-yesterday", "order",
     "p.renewal * (1.0 - novelty)", "p.renewal * (1.0 - mood[NOVELTY])"),
    ("benefit-known-at-once", "decay",
     "mood[BENEFIT] += p.benefit_learning * (p.beneficial - mood[BENEFIT])",
     "mood[BENEFIT] = p.beneficial"),
    ("benefit-unlearned", "sign",
     "(p.beneficial - mood[BENEFIT])", "(mood[BENEFIT] - p.beneficial)"),
)  # fmt: skip
