"""What may as well be true: ranges of the parameters that nobody has decided on and few know."""

from __future__ import annotations

from typing import Final

from sim.model.entries import ENTRIES
from sim.model.layout import LEVERS
from sim.scenario.scenario import Scenario

# A quarter either way, an assumption, where nothing better is known.
SPREAD: Final = 0.25
# Rates of rare things are known to a factor, not to a share: half as much again, or two thirds.
FACTOR: Final = 1.5
RATES: Final = ("product.hazard", "product.defects", "product.demand")
# Ranges that the design of the model states.
STATED: Final = {
    "newsroom.branching": (0.4, 0.75),
    "newsroom.kernel": (0.4, 0.6),
    "people.alienation": (0.01, 0.1),
}
# Not uncertain but decided, or a matter of how the model is run.
_DECIDED: Final = {
    *(f"founder.{name}" for name in LEVERS),
    "newsroom.outlets",
    "conversation.attack_noise",
    "participation.co_creation",
}
_GROUPS_DECIDED: Final = ("crowd", "network")


def plausible(scenario: Scenario) -> dict[str, tuple[float, float]]:
    """Return the plausible range of every uncertain parameter, about its value in a scenario.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    dict
        ``group.name`` to (low, high), within the parameter's bounds; parameters that are 0, are
        switched off, or are no numbers have none.
    """
    parameters = scenario.effective
    found: dict[str, tuple[float, float]] = {}
    for name, entry in ENTRIES.items():
        group, _, key = name.partition(".")
        if entry.kind != "float" or name in _DECIDED or group in _GROUPS_DECIDED:
            continue
        value = float(getattr(getattr(parameters, group), key))
        if value == 0.0:
            continue
        assert entry.low is not None
        assert entry.high is not None
        if name in STATED and STATED[name][0] <= value <= STATED[name][1]:
            low, high = STATED[name]
        elif name in RATES:
            low, high = value / FACTOR, value * FACTOR
        elif 0.5 < value < 1.0 and 0.9 <= entry.high <= 1.0:  # a memory or share: what is missing
            low, high = 1.0 - (1.0 - value) * (1.0 + SPREAD), 1.0 - (1.0 - value) * (1.0 - SPREAD)
        else:
            low, high = value * (1.0 - SPREAD), value * (1.0 + SPREAD)
        low, high = max(low, entry.low), min(high, entry.high)
        if low < high:
            found[name] = (low, high)
    return found
