"""What founder, newsroom and people see of the pure-Mesa model that they live in."""

from __future__ import annotations

from random import Random
from typing import Any, Protocol


class Surroundings(Protocol):
    """The model as its parts see it; the parts see each other through it alone."""

    random: Random
    agents_by_type: Any
    p: Any  # the parameters, by name
    day: int
    row: dict[str, float]  # yesterday's series, until the day's own begins
    dated: dict[str, float]  # what is dated today
    climate: float
    public_expectation: float
    strength: float
    success: float
    launch: float
    attack_noise: float
    founder: Any
    newsroom: Any
    today: Any
    tally: Any

    @property
    def perceived_strength(self) -> float:
        """Product strength as the climate lets it look."""
