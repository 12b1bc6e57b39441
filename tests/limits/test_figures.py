"""A figure of a limit shows the theory as a line and what was simulated as points."""

from __future__ import annotations

import pytest

from sim.limits.figures import FIGURES, draw
from sim.limits.verification import LIMITS


def test_every_limit_has_a_figure() -> None:
    assert set(FIGURES) == set(LIMITS)


@pytest.mark.parametrize("name", ["granovetter", "hawkes", "bass"])
def test_theory_is_a_line_and_simulation_points(name: str) -> None:
    axes = draw(name).axes[0]
    assert axes.get_xlabel()
    assert axes.get_ylabel()
    assert axes.get_legend() is not None
    assert any(line.get_linestyle() == "-" and len(line.get_xdata()) > 20 for line in axes.lines)
    assert any(line.get_marker() not in ("None", "", None) for line in axes.lines)
