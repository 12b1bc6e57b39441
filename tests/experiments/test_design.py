"""What may be varied, and which points come of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.experiments.design import MOST_POINTS, Factor, factor, points, shown
from tests.places import ROOT

DAYS = 30
SCENARIO = sim.load(ROOT / "scenarios" / "classroom.toml").with_values(
    {"crowd.people": 100, "run.days": DAYS}
)


def test_values_and_ranges_become_factors() -> None:
    name = "founder.exposure"
    assert factor(name, [0.1, 0.4]) == Factor(name, (0.1, 0.4))
    assert factor(name, {"low": 0, "high": 1}) == Factor(name, low=0.0, high=1.0)
    assert factor(name, (0.2, 0.6)) == factor(name, {"low": 0.2, "high": 0.6})
    ranged = factor(name, (0.2, 0.6, 5))
    assert ranged == factor(name, {"low": 0.2, "high": 0.6, "steps": 5})
    assert ranged.spread() == pytest.approx((0.2, 0.3, 0.4, 0.5, 0.6))
    assert (ranged.spread()[0], ranged.spread()[-1]) == (0.2, 0.6)
    assert factor("start.fans", [[0.1, 0.2], 0.3]).values == ((0.1, 0.2), 0.3)
    assert factor("founder.stance", ["deny"]).spread() == ("deny",)


@pytest.mark.parametrize(
    "told",
    [[0.1, 0.4], ["deny", "none"], (0.2, 0.6), (0.2, 0.6, 5), {"low": 1, "high": 2, "steps": 3}],
)
def test_what_a_factor_tells_makes_the_same_factor(told: Any) -> None:
    made = factor("founder.exposure", told)
    assert factor("founder.exposure", made.given) == made


BAD_FACTORS: dict[str, tuple[Any, str]] = {
    "nothing": ([], "at least one value"),
    "a number": (0.3, "a list"),
    "a text": ("0.3", "a list"),
    "a tuple of one": ((0.3,), "a list"),
    "a tuple of texts": (("a", "b"), "a list"),
    "no high": ({"low": 0.3}, "a list"),
    "another name": ({"low": 0.3, "high": 0.4, "step": 3}, "a list"),
    "a truth": ({"low": False, "high": True}, "a list"),
    "no number": ({"low": float("nan"), "high": 0.4}, "a list"),
    "endless": ((0.3, float("inf")), "a list"),
    "high first": ((0.6, 0.2), "low below high"),
    "no width": ((0.6, 0.6), "low below high"),
    "one step": ((0.2, 0.6, 1), "2 or more"),
    "fewer than no steps": ((0.2, 0.6, -3), "2 or more"),
    "half a step": ((0.2, 0.6, 2.5), "2 or more"),
    "steps that are true": ({"low": 0.2, "high": 0.6, "steps": True}, "2 or more"),
    "too many steps": ((0.2, 0.6, MOST_POINTS + 1), "2 or more"),
    "a value twice": ([0.1, 0.2, 0.1], "given twice; give it once"),
}


@pytest.mark.parametrize("case", BAD_FACTORS)
def test_bad_factors_are_named(case: str) -> None:
    told, use = BAD_FACTORS[case]
    with pytest.raises(sim.TarpeiaError, match=r"^founder\.exposure: .*; (use|give) ") as caught:
        factor("founder.exposure", told)
    assert use in str(caught.value)


def test_whole_numbers_are_rounded_and_come_once() -> None:
    people = factor("crowd.people", (10, 13, 7))
    assert people.spread() == (10, 11, 12, 13)
    assert all(type(value) is int for value in people.spread())
    days = points([factor("run.days", (10, 20))], "latin-hypercube", 16, 1)
    assert all(type(point["run.days"]) is int for point in days)
    assert {type(v) for v in factor("founder.exposure", (0, 1, 2)).spread()} == {float}


def test_the_days_of_an_event_are_whole_numbers() -> None:
    (first, *_) = factor("events[1].for_days", (1, 9, 3)).spread()
    assert SCENARIO.with_values({"events[1].for_days": first}).events[0].for_days == 1


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (0.25, 0.25),
        (7, 7),
        (True, True),
        ("deny", "deny"),
        (dt.date(2026, 1, 31), "2026-01-31"),
        ((0.1, 0.2), "0.1, 0.2"),
        (["shield", "doubt"], "shield, doubt"),
        ((), ""),
    ],
)
def test_cells_of_a_table(value: Any, cell: Any) -> None:
    assert shown(value) == cell
    assert type(shown(value)) is type(cell)


LEVELS = factor("founder.exposure", [0.1, 0.5, 0.9])
STEPS = factor("product.strength", (0.0, 1.0, 2))
RANGE = factor("founder.warmth", (0.25, 0.75))
OTHER = factor("founder.candour", (0.0, 0.5))


def test_a_grid_crosses_everything_in_order() -> None:
    assert points([LEVELS, STEPS], "grid", 0, 1) == [
        {"founder.exposure": exposure, "product.strength": strength}
        for exposure in (0.1, 0.5, 0.9)
        for strength in (0.0, 1.0)
    ]


def test_without_factors_there_is_one_empty_point() -> None:
    assert points([], "grid", 0, 1) == [{}]


def test_a_grid_wants_steps() -> None:
    with pytest.raises(sim.TarpeiaError, match=r"^founder\.warmth: a range without steps"):
        points([LEVELS, RANGE], "grid", 0, 1)


def test_samples_are_crossed_with_values() -> None:
    found = points([LEVELS, RANGE, OTHER], "latin-hypercube", 5, 3)
    alone = points([RANGE, OTHER], "latin-hypercube", 5, 3)
    assert len(found) == 15
    assert found == [{"founder.exposure": level, **one} for level in LEVELS.values for one in alone]
    assert all(0.25 <= point["founder.warmth"] <= 0.75 for point in found)


@pytest.mark.parametrize("samples", [0, -1, MOST_POINTS + 1])
def test_samples_must_be_given(samples: int) -> None:
    with pytest.raises(sim.TarpeiaError, match=rf"^samples: {samples} is invalid; use "):
        points([RANGE], "latin-hypercube", samples, 1)


def test_too_many_points_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.experiments.design.MOST_POINTS", 6)
    assert len(points([LEVELS, STEPS], "grid", 0, 1)) == 6
    assert len(points([LEVELS, RANGE], "latin-hypercube", 2, 1)) == 6
    for wide, samples in (([LEVELS, LEVELS], 0), ([STEPS, STEPS, STEPS], 0), ([LEVELS, RANGE], 3)):
        with pytest.raises(sim.TarpeiaError, match=r"^design: more than 6 points"):
            points(wide, "latin-hypercube", samples, 1)


def strata(found: list[dict[str, Any]], one: Factor, count: int) -> list[int]:
    """Return in which of ``count`` equal parts of a range each point lies, sorted."""
    shares = (np.array([p[one.name] for p in found]) - one.low) / (one.high - one.low)
    return sorted(np.floor(shares * count).astype(int).tolist())


@settings(max_examples=60, deadline=None)
@given(
    samples=st.integers(1, 60),
    dimensions=st.integers(1, 5),
    seed=st.integers(0, 2**32),
    low=st.sampled_from([0.0, -1.0]),
)
def test_a_latin_hypercube_hits_each_stratum_once(
    samples: int, dimensions: int, seed: int, low: float
) -> None:
    free = [Factor(f"group.name_{k}", low=low, high=low + 1.0) for k in range(dimensions)]
    found = points(free, "latin-hypercube", samples, seed)
    assert len(found) == samples
    for one in free:
        assert strata(found, one, samples) == list(range(samples))


@settings(max_examples=30, deadline=None)
@given(power=st.integers(0, 7), dimensions=st.integers(1, 5), seed=st.integers(0, 2**32))
def test_a_sobol_sequence_hits_each_stratum_once(power: int, dimensions: int, seed: int) -> None:
    free = [Factor(f"group.name_{k}", high=1.0) for k in range(dimensions)]
    found = points(free, "sobol", 1 << power, seed)
    for one in free:
        assert strata(found, one, 1 << power) == list(range(1 << power))


@pytest.mark.parametrize(("samples", "way_out"), [(3, "2 or 4"), (12, "8 or 16"), (63, "32 or 64")])
def test_sobol_wants_a_power_of_two(samples: int, way_out: str) -> None:
    with pytest.raises(sim.TarpeiaError, match=rf"^samples: {samples} .*power of two.*{way_out}"):
        points([RANGE], "sobol", samples, 1)


@pytest.mark.parametrize("design", ["latin-hypercube", "sobol"])
def test_the_seed_decides_the_points(design: Any) -> None:
    both = [RANGE, OTHER]
    assert points(both, design, 8, 5) == points(both, design, 8, 5)
    assert points(both, design, 8, 5) != points(both, design, 8, 6)
