"""The founder's levers as they stand when nothing else is said, and what they do."""

from __future__ import annotations

from typing import Literal

from sim.model.parameters.group import Group, choice, number

Stance = Literal["none", "silent", "apologise", "deny", "compensate"]


class FounderSettings(Group):
    """The founder's levers as they stand when nothing else is said, and what they do."""

    exposure: float = number(0.6, 0, 1, "share", "how visible the founder is")
    candour: float = number(0.3, 0, 1, "share", "how far promises keep to the truth")
    image: float = number(0.2, 0, 1, "0 to 1", "0 an idol, 1 an entrepreneur")
    warmth: float = number(0.6, 0, 1, "share", "nearness, showing weakness")
    distance: float = number(0.0, 0, 1, "share", "distance kept from the fan circle")
    stance: Stance = choice("none", "answer to trouble: none, silent, apologise, deny, compensate")
    participation: float = number(0.1, 0, 1, "share", "how open the nodes of participation are")
    replies: float = number(0.01, 0, 1, "crowd/day", "answers a day, as a share of the crowd")
    coupling_ceiling: float = number(1.0, 0, 1, "share", "how far the firm can become its founder")
    coupling_rate: float = number(
        0.01, 0.001, 0.2, "1/day", "how fast coupling follows exposure over exposure + brand"
    )
    apology_relief: float = number(
        0.4, 0, 1, "share", "offence an apology takes away", "Coombs 2007"
    )
    apology_naming: float = number(
        0.3, 0, 1, "share", "stories that name the founder because he apologises"
    )
    denial_doubt: float = number(
        0.2, 0, 1, "share", "people who do not believe the news when denied"
    )
    denial_offence: float = number(
        0.5, 0, 3, "share", "offence a denial adds for the others", "Coombs 2007"
    )
    compensation_relief: float = number(
        0.8, 0, 1, "share", "disappointment that compensation takes away (never the broken trust)"
    )
    reply_gain: float = number(
        0.5, 0, 2, "share", "charm that answers add in full tailwind and take in full headwind"
    )
    reply_invitation: float = number(0.0, 0, 20, "ratio", "calls that each promised answer invites")
    reply_capacity: float = number(
        1.0, 0.0001, 1, "crowd/day", "answers that can be given a day at most"
    )
    slight: float = number(
        0.0, 0, 2, "share", "charm that invited calls left without an answer take"
    )
    image_rate: float = number(1.0, 0.001, 1, "1/day", "how fast a new image is seen; 1: at once")
