"""The figures of the retaliation cycle."""

from __future__ import annotations

from sim.claims.cycle import Cycle
from sim.claims.report import cycle_figures
from sim.plots import style


def test_the_cycle_is_labelled(cycle: Cycle) -> None:
    with style.style():
        figure = cycle_figures.cycle_page(cycle)
        figure.canvas.draw()
    words = {text.get_text() for text in figure.get_axes()[0].texts}
    assert {"rise", "fall"} <= words
