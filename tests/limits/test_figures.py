"""A figure of a limit shows the theory as a line and what was simulated as points."""

from __future__ import annotations

import pytest

from sim.limits.figures import FIGURES, draw
from sim.limits.theory import threshold_fixed_point


def test_every_limit_has_a_figure() -> None:
    from sim.limits.verify import LIMITS

    assert set(FIGURES) == set(LIMITS)


@pytest.mark.parametrize("name", ["granovetter", "hawkes", "bass"])
def test_theory_is_a_line_and_simulation_points(name: str) -> None:
    axes = draw(name).axes[0]
    assert axes.get_xlabel()
    assert axes.get_ylabel()
    assert axes.get_legend() is not None
    assert any(line.get_linestyle() == "-" and len(line.get_xdata()) > 20 for line in axes.lines)
    assert any(line.get_marker() not in ("None", "", None) for line in axes.lines)


def test_the_jump_of_the_riot_stands_where_theory_puts_it() -> None:
    """Granovetter (1978): with the spread a little larger the riot is whole, not nearly none."""
    assert threshold_fixed_point(0.25, 0.122, 10_000) < 0.5
    assert threshold_fixed_point(0.25, 0.123, 10_000) > 0.9
