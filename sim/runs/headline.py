"""The day in plain words, and the ledger of who changed sides."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.model import layout
from sim.scenario.scenario import Scenario

# Above this the climate carries whatever is said (tailwind); below its negative it is headwind
# (assumption).
WIND: Final = 0.15
# A day's turning is worth a word from this share of the fans on (assumption).
WORTH_TELLING: Final = 0.001
FEW_FANS: Final = 20
STANCES_TOLD: Final = (
    "",
    "the founder is silent",
    "the founder apologises",
    "the founder denies it",
    "customers are compensated",
)


def _count(number: float, one: str, many: str) -> str:
    whole = round(number)
    return one if whole == 1 else f"{whole:,} {many}"


def wind(climate: float) -> str:
    """Return how the climate of opinion carries a story: tailwind, headwind or calm."""
    if climate > WIND:
        return "tailwind"
    return "headwind" if climate < -WIND else "calm"


def dated(scenario: Scenario, day: int) -> list[str]:
    """Return what the scenario dates on a day: the text of each event, or its kind."""
    return [
        event.text or event.kind
        for event in scenario.within
        if (event.date - scenario.run.start).days == day
    ]


def told(scenario: Scenario, series: NDArray[np.float64], day: int) -> list[str]:
    """Return what is worth a word on a day (0 is the first): dated, in public, changing sides."""
    row = series[day]
    found = dated(scenario, day)
    accidents, disputes = row[layout.S_ACCIDENTS_PUBLIC], row[layout.S_DISPUTES_PUBLIC]
    if accidents > 0:
        found.append(f"{_count(accidents, 'an accident', 'accidents')} in public")
    if disputes > 0:
        found.append(f"{_count(disputes, 'a dispute', 'disputes')} in public")
    before = series[day - 1, layout.S_FANS] if day else row[layout.S_FANS]
    turned = row[layout.S_FAN_TO_BLACK]
    if before >= FEW_FANS and turned / before >= WORTH_TELLING:
        found.append(f"{100 * turned / before:.1f} % of fans turned today")
    won = row[layout.S_RECRUITS] / max(1.0, row[layout.S_SILENT])
    if won >= WORTH_TELLING * 5:
        found.append(f"{100 * won:.1f} % of the silent became fans")
    return found


def headline(scenario: Scenario, series: NDArray[np.float64]) -> str:
    """Return the latest day in one sentence.

    Parameters
    ----------
    scenario : Scenario
    series : float64 (days so far, columns)
        See ``layout.SERIES``.
    """
    days = len(series)
    if days == 0:
        return f"The morning of the first day: {wind(_start(scenario))}"
    row = series[-1]
    found = told(scenario, series, days - 1)
    bad, good = row[layout.S_STORIES_BAD], row[layout.S_STORIES_GOOD]
    if bad + good > 0 and not found:
        found.append(f"{good:.0f} good and {bad:.0f} bad stories")
    stance = int(row[layout.S_FIRST_LEVER + layout.STANCE])
    if STANCES_TOLD[stance]:
        found.append(STANCES_TOLD[stance])
    found.append(wind(row[layout.S_CLIMATE]))
    return f"Day {days}: " + "; ".join(found)


def _start(scenario: Scenario) -> float:
    climate = scenario.start.climate
    return sum(climate) / 2 if isinstance(climate, tuple) else climate


def ledger(series: NDArray[np.float64]) -> list[tuple[str, float, str]]:
    """Return the sums so far: (what, how many or much, unit)."""
    total = series.sum(axis=0) if len(series) else np.zeros(len(layout.SERIES))
    turned = total[layout.S_PASSION_TURNED]
    kept = total[layout.S_HOSTILITY_MADE] / turned if turned > 0 else float("nan")
    return [
        ("silent who became fans", float(total[layout.S_RECRUITS]), "people"),
        ("fans who turned (fan-to-black)", float(total[layout.S_FAN_TO_BLACK]), "people"),
        ("fans who cooled", float(total[layout.S_COOLED]), "people"),
        ("anti-fans who let go", float(total[layout.S_RECOVERED]), "people"),
        ("silent whom the circle repelled", float(total[layout.S_ALIENATED]), "people"),
        ("passion of the turned, before", float(turned), "passion"),
        ("their hostility, after", float(total[layout.S_HOSTILITY_MADE]), "passion"),
        ("passion carried over", float(kept), "share"),
    ]
