"""The page of the Xiaomi case beside what was observed."""

from __future__ import annotations

import sim
from sim.evidence import xiaomi
from sim.plots.overview import KINDS


def test_the_page_states_correlation_and_fall() -> None:
    case = sim.load("xiaomi-su7").with_values({"crowd.people": 1000, "founder.candour": 0.9})
    run = sim.run(case)
    figure = KINDS["observed"](run)
    said = " ".join(
        [text.get_text() for text in figure.texts]
        + [ax.get_title(loc="left") for ax in figure.axes]
    )
    assert f"correlation {xiaomi.comparison(run)['pearson']:.2f}" in said
    assert "April 2025" in said
    assert "HYPOTHETICAL: founder.candour = 0.9" in said
