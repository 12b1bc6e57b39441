"""Indices against published ones, corners of the space against planted ones, and the command."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

import sim
from sim.cli.main import app
from sim.experiments.indices import analyse, sample
from sim.experiments.regions import collapsed, regions
from sim.experiments.sensitivity import ranges_of

SCENARIO = sim.load("classroom").with_values({"crowd.people": 200, "run.days": 60})
PI = float(np.pi)


def test_sobol_indices_of_the_ishigami_function() -> None:
    """Ishigami & Homma (1990), a = 7, b = .1: first .314 .442 0, total .558 .442 .244."""
    ranges = dict.fromkeys(("one", "two", "three"), (-PI, PI))
    x = sample(ranges, "sobol", 2048, 1)
    assert x.shape == (2048 * 5, 3)
    y = np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    found = {row.name: row for row in analyse(ranges, "sobol", x, y, 1)}
    for name, first, total in (("one", 0.314, 0.558), ("two", 0.442, 0.442), ("three", 0, 0.244)):
        assert abs(found[name].first - first) < max(0.02, found[name].first_half)
        assert abs(found[name].total - total) < max(0.02, found[name].total_half)
        assert 0.0 < found[name].total_half < 0.1


def test_morris_effects_of_a_plane_are_its_slopes() -> None:
    ranges = {"steep": (0.0, 1.0), "flat": (0.0, 1.0), "none": (0.0, 1.0)}
    x = sample(ranges, "morris", 20, 3)
    rows = analyse(ranges, "morris", x, 4.0 * x[:, 0] - x[:, 1], 3)
    assert [row.name for row in rows] == ["steep", "flat", "none"]
    assert [row.total for row in rows] == pytest.approx([4.0, 1.0, 0.0], abs=1e-9)
    assert rows[1].first == pytest.approx(-1.0)
    assert [row.spread for row in rows] == pytest.approx([0.0] * 3, abs=1e-9)


def test_an_outcome_that_does_not_vary_has_no_index() -> None:
    ranges = {"a": (0.0, 1.0), "b": (0.0, 1.0)}
    x = sample(ranges, "sobol", 8, 1)
    assert analyse(ranges, "sobol", x, np.ones(len(x)), 1) == []


def test_ranges_are_told_or_plausible() -> None:
    found = ranges_of(SCENARIO, {"people.threshold": None, "founder.exposure": (0.1, 0.9)})
    assert found["founder.exposure"] == (0.1, 0.9)
    assert found["people.threshold"] == pytest.approx((0.1425, 0.2375))
    for vary, told in (
        ({"founder.exposure": None, "people.threshold": None}, "no plausible range"),
        ({"people.threshold": None}, "at least two"),
        ({"people.threshold": [0.1, 0.2], "people.gain": None}, "values are no range"),
    ):
        with pytest.raises(sim.TarpeiaError, match=told):
            ranges_of(SCENARIO, vary)


def made(points: int = 400) -> Any:
    """Return a sweep whose worlds collapse where both shares are high, nowhere else."""
    rng = np.random.default_rng(2)
    space = rng.random((points, 2))
    falls = ((space[:, 0] > 0.6) & (space[:, 1] > 0.5)).astype(float)
    told = [{"founder.exposure": a, "people.hype": b} for a, b in space.tolist()]
    return SimpleNamespace(
        sweep=SimpleNamespace(points=told, factors=["founder.exposure", "people.hype"]),
        values=lambda _: np.repeat(falls[:, None], 3, axis=1),
    )


def test_the_corner_that_was_planted_is_found() -> None:
    first, *others = regions(made(), "falls >= 1")
    assert first.density > 0.97
    assert first.coverage > 0.9
    rules = dict(rule.split(" > ") for rule in first.rules if " > " in rule)
    assert float(rules["founder.exposure"]) == pytest.approx(0.6, abs=0.05)
    assert float(rules["people.hype"]) == pytest.approx(0.5, abs=0.05)
    assert sum(one.share for one in (first, *others)) == pytest.approx(1.0)
    assert sum(one.coverage for one in others) < 0.1


def test_conditions_are_read_not_evaluated() -> None:
    assert collapsed(made(), "falls < 1").sum() == 400 - collapsed(made(), "falls >= 1").sum()
    for bad in ("falls", "falls == 1", "__import__('os')", "falls > x"):
        with pytest.raises(sim.TarpeiaError, match="use a condition as in 'falls >= 1'"):
            collapsed(made(), bad)


def test_the_library_runs_and_keeps_it(tmp_path: Path) -> None:
    found = sim.sensitivity(
        SCENARIO,
        {"people.threshold": None, "founder.exposure": (0.1, 0.9)},
        samples=8,
        replicates=2,
        outcomes=["fan_share_end"],
        folder=tmp_path / "s",
    )
    assert len(found.result.runs) == 8 * 4 * 2
    assert found.indices["fan_share_end"][0].name == "founder.exposure"
    again = sim.sensitivity(
        SCENARIO,
        {"people.threshold": None, "founder.exposure": (0.1, 0.9)},
        samples=8,
        replicates=2,
        outcomes=["fan_share_end"],
        folder=tmp_path / "s",
    )
    assert again.indices == found.indices or np.isnan(again.indices["fan_share_end"][0].spread)


def invoke(*words: str) -> tuple[int, str, str]:
    """Call the program; return exit code, standard output and standard error."""
    done = CliRunner().invoke(app, list(words))
    return done.exit_code, done.stdout, done.stderr


def test_the_command(tmp_path: Path) -> None:
    words = (
        "sensitivity",
        "classroom",
        "--vary",
        "people.threshold",
        "--vary",
        "founder.exposure=0.1:0.9",
        "--set",
        "crowd.people=100",
        "--set",
        "run.days=40",
        "--samples",
        "4",
        "--replicates",
        "2",
        "--outcome",
        "fan_share_end",
        "--collapse",
        "fan_share_end < 0.05",
        "--out",
        str(tmp_path / "s"),
    )
    code, told, _ = invoke(*words)
    assert code == 0
    assert "with interactions (ST)" in told
    assert "where fan_share_end < 0.05" in told
    assert (tmp_path / "s" / "figures" / "sobol.png").is_file()
    code, told, _ = invoke(*words, "--json")
    last = json.loads(told.splitlines()[-1])
    assert {row["name"] for row in last["indices"]["fan_share_end"]} == {
        "people.threshold",
        "founder.exposure",
    }
    code, told, _ = invoke(*words[:-2], "--method", "morris", "--out", str(tmp_path / "m"))
    assert code == 0
    assert "mean absolute effect" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--vary", "people.treshold"), "did you mean"),
        (("--vary", "people.threshold"), "--vary: at least two parameters"),
        (("--vary", "people.gain", "--vary", "people.gain"), "--vary: people.gain: given twice"),
        (
            ("--vary", "people.gain", "--vary", "people.fault", "--method", "guess"),
            "--method: 'guess' is invalid; use sobol or morris",
        ),
        (
            ("--vary", "people.gain", "--vary", "people.fault", "--samples", "9"),
            "--samples: 9 is invalid; use a power of two",
        ),
    ],
)
def test_bad_input_is_one_line(words: tuple[str, ...], told: str) -> None:
    code, _, error = invoke("sensitivity", "classroom", *words)
    assert code == 2
    assert told in error
    assert len(error.strip().splitlines()) == 1
