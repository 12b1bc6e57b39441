"""Figures of a run: an overview for a slide, each panel alone, and the run in words.

    from sim import plots
    figure = plots.overview(run)
    plots.save(figure, Path("results"), "overview")

Everything goes through matplotlib's objects: no pyplot, no state of the process is touched, and a
figure is freed when it is let go. The panel functions (``camps`` ... ``levers``) take the daily
frame of a run and draw on any axes; the pages (``KINDS``) take a run and add its title, question,
events, falls and stamps, which a figure that leaves the house must carry.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from matplotlib.figure import Figure

from sim import layout
from sim import plots_style as ps
from sim import plots_text as pt
from sim.falls import falls
from sim.plots_events import shown_events
from sim.plots_firm import conversions, fleet, levers
from sim.plots_observed import observed_page
from sim.plots_page import CASE_NOTE, PANELS, page
from sim.plots_panels import attention, camps, sentiment
from sim.record import Run

__all__ = [
    "KINDS",
    "PANELS",
    "alt_text",
    "attention",
    "camps",
    "conversions",
    "fleet",
    "levers",
    "observed_page",
    "overview",
    "save",
    "sentiment",
]

# Dots an inch of a PNG.
DPI: Final = 150


def overview(run: Run) -> Figure:
    """Return the six panels of a run on one page of 16 by 9 inches, higher for many events."""
    return _named(page(run, tuple(PANELS), columns=2, width=16, height=9.5), run)


def one_panel(name: str, run: Run) -> Figure:
    """Return one panel of a run on a page of 13.3 by 7.5 inches."""
    return _named(page(run, (name,), columns=1, width=13.333, height=7.5), run)


def _named(figure: Figure, run: Run) -> Figure:
    """Label a figure with its title and, after a line's end, with what it shows in words."""
    figure.set_label(f"{pt.one_line(run.scenario.title)}\n{alt_text(run)}")
    return figure


# What ``tarpeia plot --kind`` offers: each takes a run and returns a figure.
KINDS: Final[dict[str, Callable[[Run], Figure]]] = {
    "overview": overview,
    **{name: partial(one_panel, name) for name in PANELS},
    "observed": observed_page,
}


def save(figure: Figure, directory: Path, name: str) -> tuple[Path, Path]:
    """Write ``name.png`` and ``name.svg`` and return their paths.

    The same figure gives the same bytes, whenever it is saved. A file is there whole or not at all.

    Parameters
    ----------
    figure : Figure
    directory : Path
        Made when it is not there.
    name : str
        Without an ending.

    Raises
    ------
    OSError
        When the directory cannot be written.
    """
    directory.mkdir(parents=True, exist_ok=True)
    paths = (directory / f"{name}.png", directory / f"{name}.svg")
    for path in paths:
        _write(figure, path)
    return paths


def file_name(text: str) -> str:
    """Return a text as a file's name: letters, digits, dots, and hyphens for the rest."""
    return re.sub(r"[^a-z0-9._]+", "-", text.lower()).strip("-")


def _write(figure: Figure, path: Path) -> None:
    ending = path.suffix.removeprefix(".")
    title, _, words = str(figure.get_label()).partition("\n")
    about: dict[str, Any] = {"Title": title, "Description": words}
    if ending == "svg":
        about["Date"] = None
    work = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with ps.style():
            figure.savefig(work, format=ending, dpi=DPI, metadata=about)
        work.replace(path)
    finally:
        work.unlink(missing_ok=True)


# In words ---------------------------------------------------------------------------------------


def alt_text(run: Run) -> str:
    """Return one paragraph that tells what the overview shows, for those who cannot see it."""
    frame = run.table
    x = ps.days_of(frame)
    crowd = np.maximum(sum(ps.values(frame, n) for n in ("fans", "anti_fans", "silent")), 1.0)
    fans = ps.values(frame, "fans") / crowd
    against = ps.values(frame, "anti_fans") / crowd
    resisters = ps.values(frame, "resisters") / crowd
    told = [
        f"{pt.one_line(run.scenario.title).rstrip('.')}.",
        f"{pt.counted(len(x), 'day', 'days')} from {pt.day_name(x[0])} to {pt.day_name(x[-1])}, "
        f"{pt.whole(run.scenario.effective.crowd.people)} simulated people, "
        f"seed {run.scenario.run.seed}.",
    ]
    if run.scenario.hypothetical:
        told.append(f"Hypothetical: {pt.one_line('; '.join(run.scenario.hypothetical))}.")
    told.append(
        f"Fans go from {pt.share(fans[0])} to {pt.share(fans[-1])} of the crowd, at most "
        f"{pt.share(fans.max())} on {pt.day_name(x[int(fans.argmax())])}; anti-fans are at most "
        f"{pt.share(against.max())} and end at {pt.share(against[-1])}; resisters end at "
        f"{pt.share(resisters[-1])}."
    )
    fallen = falls(ps.values(frame, "fan_share"))
    when = ", ".join(f"{pt.day_name(x[a])} to {pt.day_name(x[b])}" for a, b in fallen[:4])
    more = f" and {len(fallen) - 4} more" if len(fallen) > 4 else ""
    told.append(
        f"The fan share falls {pt.counted(len(fallen), 'time', 'times')}: {when}{more}."
        if fallen
        else "The fan share never falls below 60 % of its peak."
    )
    voiced, private = ps.values(frame, "voiced_sentiment"), ps.values(frame, "private_sentiment")
    climate = ps.values(frame, "climate")
    told.append(
        f"Voiced sentiment is {pt.signed(voiced.mean())} on average and private sentiment "
        f"{pt.signed(private.mean())}; the climate of opinion moves between "
        f"{pt.signed(climate.min())} and {pt.signed(climate.max())}."
    )
    level = ps.values(frame, "attention")
    told.append(
        f"Attention is at most {pt.brief(level.max())} on {pt.day_name(x[int(level.argmax())])}; "
        f"{pt.whole(ps.values(frame, 'stories_good').sum())} good and "
        f"{pt.whole(ps.values(frame, 'stories_bad').sum())} bad stories appear."
    )
    total = {name: float(ps.values(frame, name).sum()) for name in layout.SERIES_NAMES}
    told.append(
        f"The fleet ends at {pt.brief(ps.values(frame, 'fleet')[-1])} units; of "
        f"{pt.counted(total['accidents'], 'accident', 'accidents')} and "
        f"{pt.counted(total['disputes'], 'dispute', 'disputes')}, "
        f"{pt.whole(total['accidents_public'])} and {pt.whole(total['disputes_public'])} "
        "become public."
    )
    told.append(
        f"{pt.whole(total['recruits'])} people become fans, {pt.whole(total['fan_to_black'])} turn "
        f"from fan to anti-fan, {pt.whole(total['cooled'])} fans cool and "
        f"{pt.whole(total['recovered'])} anti-fans recover; the turning carries "
        f"{pt.brief(total['passion_turned'])} of admiration into "
        f"{pt.brief(total['hostility_made'])} of hostility."
    )
    coupling = ps.values(frame, "coupling")
    moved = [name for name in layout.LEVERS if np.ptp(ps.values(frame, name)) > 1e-9]
    told.append(
        f"Coupling of firm and founder goes from {coupling[0]:.2f} to {coupling[-1]:.2f}; "
        + (f"these levers move: {', '.join(moved)}." if moved else "no lever moves.")
    )
    events = shown_events(run)
    if events:
        told.append(f"{pt.counted(len(events), 'dated event is', 'dated events are')} marked.")
    if run.scenario.run.case:
        told.append(CASE_NOTE)
    return " ".join(told)
