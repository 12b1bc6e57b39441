"""Mutations of the time loop: the order of the phases, and what each is handed."""

from __future__ import annotations

from mutations.mutation import of, swapped

_NEWSROOM = "newsroom_day(day, given, calendar, levers, public.outlets, public.latent, mood, row)\n"
_CONVERSATION = """if ties.complete:
            fill_hall(crowd.voice, hall)
        else:
            for b in prange(bounds.shape[0] - 1):
                speakers = desks.lists[b, EVERYONE]
                deliver(
                    bounds[b], bounds[b + 1], hall.attack_noise, voices, ties, crowd.heard, speakers
                )
"""
_RUMOUR = "rumour_day(day, given, calendar, levers, ties, crowd, public.rumour, row)\n"
_TODAY = "today = Today(*today_of(p, levers, mood))\n"
_PEOPLE = f"""{_TODAY}        keys = Keys(*keys_of(given.seed, day))
        for b in prange(bounds.shape[0] - 1):
            desk = desk_of(desks, b)
            people_block(bounds[b], bounds[b + 1], nature, today, keys, hall, crowd, desk)
"""
_TIES = "strengthen(day, given, ties, crowd.marks, row)\n"

LOOP = of(
    "sim/model/day/loop.py",
    # Order
    ("newsroom-before-product", "order",
     *swapped(
         "product_day(day, given, calendar, totals, public.latent, mood, row)\n", _NEWSROOM,
         "        ",
     )),
    ("people-before-conversation", "order",
     *swapped(_CONVERSATION, _PEOPLE, f"        {_RUMOUR}        ")),
    ("measure-before-people", "order",
     *swapped(
         _PEOPLE, "measure_day(given, levers, totals, desks.totals, mood, row)\n",
         f"        {_TIES}        ",
     )),
    ("people-before-rumour", "order", *swapped(_RUMOUR, _PEOPLE, "        ")),
    ("ties-before-people", "order", *swapped(_PEOPLE, _TIES, "        ")),
    ("news-of-yesterday", "order",
     *swapped(_NEWSROOM, _TODAY, f"        {_CONVERSATION}        {_RUMOUR}        ")),
    # Days
    ("last-day-left-out", "day", "range(first, last)", "range(first, last - 1)"),
    ("row-of-yesterday", "day", "row = public.series[day]", "row = public.series[day - 1]"),
    ("luck-of-tomorrow", "day", "keys_of(given.seed, day)", "keys_of(given.seed, day + 1)"),
    ("people-of-another-seed", "stream",
     "keys_of(given.seed, day)", "keys_of(given.seed + given.seed, day)"),
    # What is handed on
    ("ties-of-the-first-morning-are-heard", "reset",
     "voices, ties, crowd.heard, speakers",
     "voices, Ties(ties.complete, ties.offsets, ties.audience, ties.strength[:0]),"
     " crowd.heard, speakers"),
    ("attacks-too-loud", "term",
     "attack_noise=int(p.attack_noise)", "attack_noise=int(p.attack_noise) + 1"),
    ("hall-for-the-wrong-network", "sign", " if ties.complete:", " if not ties.complete:"),
    ("hall-of-the-other-network-heard", "sign",
     "Hall(complete=ties.complete", "Hall(complete=not ties.complete"),
    ("felt-in-double-precision", "float",
     "bounds[b + 1], nature, today", "bounds[b + 1], p, today"),
    # Blocks
    ("blocks-share-totals", "index", "desk_of(desks, b)", "desk_of(desks, 0)"),
    ("first-block-alone-measured", "bound",
     "totals, desks.totals, mood", "totals, desks.totals[:1], mood"),
    ("last-block-left-out", "bound",
     "for b in prange(bounds.shape[0] - 1):\n            desk",
     "for b in prange(max(1, bounds.shape[0] - 2)):\n            desk"),
    ("listeners-of-the-first-block-alone", "bound",
     "for b in prange(bounds.shape[0] - 1):\n                speakers",
     "for b in prange(1):\n                speakers"),
)  # fmt: skip
