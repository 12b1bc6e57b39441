"""Taking part: nodes, ties, what it is worth."""

from __future__ import annotations

from sim.model.layout import MOST_STRENGTH
from sim.model.parameters.group import Group, number


class ParticipationSettings(Group):
    """Taking part (essay 2)."""

    taking_part: float = number(0.002, 0, 1, "1/day", "takes part unasked when nodes are open")
    following: float = number(0.1, 0, 1, "1/day", "takes part because others praise")
    passion_gain: float = number(
        0.1, 0, 1, "passion", "what taking part adds to passion, times 1 - s"
    )
    expectation_gain: float = number(0.02, 0, 1, "quality", "what taking part adds to expectation")
    co_creation: float = number(
        0.02, 0, 1, "1/day", "product strength gained when the whole crowd takes part, times 1 - q"
    )
    worth_weight: float = number(
        0.0, 0, 1, "share", "how far taking part depends on what it is worth"
    )
    simple: float = number(1.0, 0, 1, "share", "how easy it is to take part")
    beneficial: float = number(1.0, 0, 1, "share", "what those who take part get out of it")
    interesting: float = number(1.0, 0, 1, "share", "how interesting it is while it is new")
    authentic: float = number(1.0, 0, 1, "share", "how real what one takes part in is")
    benefit_learning: float = number(
        0.02, 0, 1, "1/day", "how fast people learn what they get out of it"
    )
    novelty_fading: float = number(
        0.01, 0, 1, "1/day", "fading of the novelty where nodes are wide open"
    )
    renewal: float = number(0.0, 0, 1, "1/day", "how fast continuous improvement renews it")
    bonding: float = number(
        0.0,
        0,
        1,
        "1/day",
        "chance that a tie of two who took part today grows stronger",
        "Granovetter 1973",
    )
    bond_most: int = number(
        3, 1, MOST_STRENGTH, "voices", "how many voices the strongest tie counts as"
    )
