"""What is collected of each day: the series, and what founder and outlets are like."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from math import nan
from typing import Any, Final

import mesa

from sim.model import layout

# What the collector asks every agent for, and what it notes where an agent has no such thing.
_AGENT_COLUMNS: Final[Mapping[str, tuple[str, Any]]] = {
    "name": ("name", ""),
    "founder_exposure": ("exposure", nan),
    "founder_stance": ("stance", ""),
    "founder_coupling": ("coupling", nan),
    "reach": ("reach", nan),
    "slant": ("slant", nan),
    "appetite": ("appetite", nan),
}


class Collector(mesa.DataCollector):  # type: ignore[misc]
    """A DataCollector whose agents Mesa 3.3's ``batch_run`` finds on the right day.

    It looks them up under the row's number, 0 for the first day, where ``collect`` has filed them
    under the number of steps done, 1. Later versions keep a list of what was filed when.
    """

    def collect(self, model: Any) -> None:
        """Collect the day that was just run."""
        super().collect(model)
        if self._agent_records and not hasattr(self, "_collection_steps"):
            self._agent_records[model.day - 1] = self._agent_records.popitem()[1]


def collector(collect_agents: bool) -> Collector:
    """Return a collector of the daily series and, if so wanted, of founder and outlets."""
    series = {name: partial(_of_today, column) for column, name in enumerate(layout.SERIES_NAMES)}
    agents = {column: partial(_read, *asked) for column, asked in _AGENT_COLUMNS.items()}
    return Collector(model_reporters=series, agent_reporters=agents if collect_agents else None)


def _read(name: str, missing: Any, agent: mesa.Agent) -> Any:
    return getattr(agent, name, missing)


def _of_today(column: int, model: Any) -> Any:
    return model.today[column]
