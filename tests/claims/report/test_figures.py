"""The figures of the claims: with the mechanism and without."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from sim.claims.index import CLAIMS
from sim.claims.judge import Mean
from sim.claims.report import figures
from sim.claims.report.tables import Tried
from sim.plots import style
from tests.claims.small_claims import TRIED


@pytest.mark.slow
@pytest.mark.parametrize("place", range(len(TRIED)))
def test_a_figure_shows_with_and_without(tried: Tried, place: int) -> None:
    trial = tried[place][0]
    with style.style():
        figure = figures.claim_page(trial)
        figure.canvas.draw()
    axes = figure.get_axes()
    assert len(axes) == len(trial.parts) + bool(trial.curves)
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    width, height = figure.get_size_inches() * figure.dpi
    for ax in axes:
        box = ax.get_tightbbox(renderer)
        assert box is not None
        assert box.x0 >= 0
        assert box.y0 >= -2
        assert box.x1 <= width + 2
        assert box.y1 <= height + 2
    if trial.curves:
        labels = axes[0].get_legend_handles_labels()[1]
        assert any(label.startswith("with") for label in labels)
        assert any(label.startswith("without") for label in labels)


@pytest.mark.slow
def test_an_undefined_statistic_is_said_so_on_the_figure(
    tried: Tried,
) -> None:
    nothing = Mean(math.nan, math.nan, math.nan)
    judged = replace(tried[0][0].parts[0], with_it=nothing, without=nothing)
    ax = figures.statistic(CLAIMS["rumour"].parts[0], judged)
    assert [text.get_text() for text in ax.texts] == ["undefined"]
