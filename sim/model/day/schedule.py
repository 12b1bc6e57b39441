"""The schedule of a day: its phases in order, what each reads and what it writes.

``loop.run_days`` calls the functions named here, in this order; a test holds the two together.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Phase(NamedTuple):
    """One phase of a day: what runs, what it reads and what it writes."""

    name: str
    function: str
    reads: str
    writes: str
    meaning: str


SCHEDULE: Final = (
    Phase(
        "founder",
        "founder_day",
        "events, playbook, yesterday's series",
        "levers, coupling, image as seen, novelty, benefit as known",
        "dated events and playbook rules set the levers; the firm becomes its founder",
    ),
    Phase(
        "product",
        "product_day",
        "purchases, owners and participants of yesterday, events",
        "fleet, sales, success, strength, launch, hidden incidents",
        "purchases make the fleet; accidents and disputes happen to it",
    ),
    Phase(
        "newsroom",
        "newsroom_day",
        "hidden incidents, events, attention, coupling, reservoir, climate",
        "public incidents, stories, attention, habit, surprise, reservoir, outlets",
        "incidents become public, stories bring stories, people get used to them",
    ),
    Phase(
        "conversation",
        "deliver",
        "voices chosen yesterday, network",
        "what each person hears",
        "those who chose to speak are heard by their audience",
    ),
    Phase(
        "rumour",
        "rumour_day",
        "dated rumours, levers, network, passion",
        "who has heard a rumour, grievance",
        "a rumour is passed on, denied, and tired of (an extension, off by default)",
    ),
    Phase(
        "people",
        "people_block",
        "what was heard, news, charm, levers, climate",
        "role, passion, expectation, grievance, ownership, tomorrow's voice",
        "everyone changes, buys, and chooses what to say tomorrow",
    ),
    Phase(
        "ties",
        "strengthen",
        "who took part, network",
        "strength of ties",
        "who takes part together grows closer (an extension, off by default)",
    ),
    Phase(
        "measure",
        "measure_day",
        "sums over people",
        "climate, public expectation, answers, the day's row",
        "the public mood takes in the day; the series are written",
    ),
)
