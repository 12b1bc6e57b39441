"""Figures of a run: an overview for a slide, each panel alone, and the Xiaomi case as observed.

    from sim.plots.files import save
    from sim.plots.overview import overview

    save(overview(run), Path("results"), "overview")

Everything goes through matplotlib's objects: no pyplot, no state of the process is touched, and a
figure is freed when it is let go. A panel (``page.PANELS``) takes the daily frame of a run and
draws on any axes; a kind of figure (``KINDS``) takes a run and adds its title, question, events,
falls and stamps, which a figure that leaves the house must carry.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from matplotlib.figure import Figure

from sim.plots import text
from sim.plots.alt_text import alt_text
from sim.plots.observed import observed_page
from sim.plots.page import PANELS, page
from sim.runs.run import Run


def overview(run: Run) -> Figure:
    """Return the six panels of a run on one page of 16 by 9 inches, higher for many events."""
    return _named(page(run, tuple(PANELS), columns=2, width=16, height=9.5), run)


def one_panel(name: str, run: Run) -> Figure:
    """Return one panel of a run on a page of 13.3 by 7.5 inches."""
    return _named(page(run, (name,), columns=1, width=13.333, height=7.5), run)


def _named(figure: Figure, run: Run) -> Figure:
    """Label a figure with its title and, after a line's end, with what it shows in words."""
    figure.set_label(f"{text.one_line(run.scenario.title)}\n{alt_text(run)}")
    return figure


# What ``tarpeia plot --kind`` offers: each takes a run and returns a figure.
KINDS: Final[dict[str, Callable[[Run], Figure]]] = {
    "overview": overview,
    **{name: partial(one_panel, name) for name in PANELS},
    "observed": observed_page,
}
