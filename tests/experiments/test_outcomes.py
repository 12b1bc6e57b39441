"""What is measured of a run."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import sim
from sim.experiments.outcomes import DEFAULT, STATISTICS, outcome, outcomes
from sim.model.layout import SERIES_NAMES
from sim.runs.summary import SUMMARY_NAMES
from sim.scenario.typed import KNOWN
from tests.places import ROOT

DAYS = 30
SCENARIO = sim.load(ROOT / "scenarios" / "classroom.toml").with_values(
    {"crowd.people": 100, "run.days": DAYS}
)


@pytest.fixture(scope="module")
def run() -> sim.Run:
    return sim.run(SCENARIO, seed=4)


def test_outcomes_of_the_summary(run: sim.Run) -> None:
    assert [one.name for one in outcomes((), DAYS)] == list(DEFAULT) == list(SUMMARY_NAMES)
    assert {one.name: one.of(run) for one in outcomes((), DAYS)} == run.summary


FIGURES: dict[str, Callable[[np.ndarray], float]] = {
    "mean": lambda x: float(np.mean(x)),
    "sum": lambda x: float(np.sum(x)),
    "last": lambda x: float(x[-1]),
    "highest": lambda x: float(max(x)),
    "lowest": lambda x: float(min(x)),
    "spread": lambda x: float(np.sqrt(np.mean((x - np.mean(x)) ** 2))),
}


@pytest.mark.parametrize(
    ("days", "cut"),
    [
        ("", slice(0, 30)),
        ("[:]", slice(0, 30)),
        ("[5:12]", slice(5, 12)),
        ("[20:]", slice(20, 30)),
        ("[:1]", slice(0, 1)),
        ("[29:30]", slice(29, 30)),
    ],
)
@pytest.mark.parametrize("statistic", FIGURES)
def test_outcomes_of_a_series(
    statistic: str, days: str, cut: slice, run: sim.Run, of: Callable[[Any, str], np.ndarray]
) -> None:
    name = f"attention.{statistic}{days}"
    expected = FIGURES[statistic](of(run, "attention")[cut])
    assert outcome(name, DAYS).of(run) == pytest.approx(expected, rel=1e-12, abs=1e-15)
    assert outcome(name, DAYS).name == name


def test_every_statistic_is_tested() -> None:
    assert set(FIGURES) == set(STATISTICS)
    assert len({round(make(np.array([1.0, 5.0, 3.0])), 9) for make in FIGURES.values()}) > 4


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("fan_share_ende", "'fan_share_end'"),
        ("climat.mean", "'climate'"),
        ("climate", "series.statistic"),
        ("climate.median", "'median' is invalid; use mean, sum, "),
        ("climate.mean[0:31]", "within 0 to 30"),
        ("climate.mean[30:]", "within 0 to 30"),
        ("climate.mean[9:9]", "within 0 to 30"),
        ("climate.mean[9:3]", "within 0 to 30"),
        ("climate.mean[-3:]", "no such outcome"),
        ("__import__('os')", "no such outcome"),
        ("", "no such outcome"),
    ],
)
def test_bad_outcomes_are_named(name: str, told: str) -> None:
    with pytest.raises(sim.TarpeiaError, match="^" + re.escape(name)) as caught:
        outcome(name, DAYS)
    assert told in str(caught.value)


def test_all_bad_outcomes_are_told_at_once() -> None:
    with pytest.raises(sim.TarpeiaError) as caught:
        outcomes(("fals", "falls", "climate.top", "falls"), DAYS)
    assert [fault.partition(":")[0] for fault in caught.value.faults] == [
        "fals",
        "climate.top",
        "outcomes",
    ]


def test_series_are_no_parameters() -> None:
    """Outcomes and factors are columns of one table: no name may stand for both."""
    names = {*SUMMARY_NAMES, *(f"{s}.{t}" for s in SERIES_NAMES for t in STATISTICS)}
    assert not names & set(KNOWN)
