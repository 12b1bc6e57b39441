"""Published limits: the kernels against the literature.

All seeds are fixed, so that a verdict never changes. For fresh seeds each quantity
would raise a false alarm in at most 1 of 10,000 checks.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

import sim
from sim.cli.main import app
from sim.limits import theory, thresholds
from sim.limits.coverage import hawkes
from sim.limits.verification import LIMITS, verify

SMALL_BASS = {"people": 20_000}


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in LIMITS if name != "bass"])
def test_each_limit_holds_with_its_defaults(name: str) -> None:
    outcome = verify(name)
    assert outcome.holds, outcome
    assert set(outcome.measured) == set(outcome.expected) == set(outcome.interval)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("accidents", {"hazard": 1e-6, "fleet": 3e5, "days": 7}),
        ("accidents", {"hazard": 1e-5, "fleet": 1e6, "days": 5}),
        ("hawkes", {"mu": 2.0, "n": 0.8, "p": 0.3}),
        ("hawkes", {"mu": 0.5, "n": 0.0, "p": 0.5}),
        ("clusters", {"n": 0.8, "p": 0.2}),
        ("clusters", {"n": 0.0}),
        ("sir", {"network": "powerlaw", "transmissibility": 0.2}),
        ("sir", {"gamma": 0.3, "transmissibility": 0.2}),
        ("sir", {"mean_degree": 2.0, "transmissibility": 1.0}),
        ("watts", {"phi": 0.22, "mean_degree": 4.0, "seed_share": 0.02}),
        ("watts", {"mean_degree": 3.0}),
        ("granovetter", {"mean": 0.4, "sd": 0.2}),
        ("granovetter", {"sd": 0.13}),
        ("bass", SMALL_BASS),
        ("bass", {**SMALL_BASS, "p": 0.01, "q": 0.5}),
    ],
)
def test_other_admissible_inputs_hold_too(name: str, changes: dict[str, Any]) -> None:
    outcome = verify(name, changes)
    assert outcome.holds, outcome


@pytest.mark.parametrize(
    ("name", "changes", "word"),
    [
        ("accidents", {"hazard": 1e-10}, "0.02 to 200"),
        ("accidents", {"days": 2.5}, "whole number"),
        ("accidents", {"fleet": float("nan")}, r"1 to 1e\+09"),
        ("hawkes", {"n": 0.99}, "0 to 0.85"),
        ("hawkes", {"n": 0.85, "p": 0.9}, "0.98 at most"),
        ("clusters", {"n": "half"}, "a number"),
        ("sir", {"transmissibility": 0.3}, "1.2 times the threshold"),
        ("sir", {"network": "ring"}, "poisson, powerlaw"),
        ("watts", {"mean_degree": 6.1, "seed_share": 0.0005, "people": 200_000}, "less than .12"),
        ("watts", {"seed_share": 0.001}, "50 seeds or more"),
        ("watts", {"phj": 0.2}, "did you mean 'phi'"),
        ("granovetter", {"sd": 0.9, "mean": 0.2}, "1.499 at most"),
        ("bass", {"q": 0.05}, "2 p or more"),
        ("wats", {}, "did you mean 'watts'"),
    ],
)
def test_inadmissible_inputs_are_refused(name: str, changes: dict[str, Any], word: str) -> None:
    with pytest.raises(sim.TarpeiaError, match=word):
        verify(name, changes)


def test_a_broken_kernel_would_be_seen() -> None:
    """The judge can say no: a limit measured under other parameters does not hold."""
    found = hawkes({"mu": 0.2, "n": 0.5, "p": 0.5}, 12)
    wrong = dict(zip(found.expected, theory.hawkes_moments(0.2, 0.6, 0.5), strict=True))
    assert not all(low <= wrong[k] <= high for k, (low, high) in found.interval.items())


def test_the_command_prints_one_object_and_its_exit_code_judges() -> None:
    runner = CliRunner()
    typed = ["verify", "granovetter", "--set", "people=500", "--json"]
    done = runner.invoke(app, typed)
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert told["limit"] == "granovetter"
    assert told["inputs"]["people"] == 500
    assert told["holds"] is True
    assert set(told) >= {"limit", "inputs", "measured", "expected", "interval", "holds"}
    table = runner.invoke(app, typed[:-1])
    assert "share_next" in table.stdout
    assert runner.invoke(app, ["verify", "watts", "--set", "phi=2"]).exit_code == 2
    assert runner.invoke(app, ["verify", "--set", "phi=.2"]).exit_code == 2
    assert runner.invoke(app, ["verify", "watts", "--set", "phi"]).exit_code == 2


def test_a_limit_that_does_not_hold_is_exit_code_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thresholds, "threshold_fixed_point", lambda *_: 0.5)
    done = CliRunner().invoke(app, ["verify", "granovetter", "--set", "people=200"])
    assert done.exit_code == 1
    assert "NO" in done.stdout
