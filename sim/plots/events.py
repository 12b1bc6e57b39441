"""The dated events of a run: which took place, and their lines on the panels."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib import dates as mdates
from matplotlib.axes import Axes

from sim.plots import days, style
from sim.runs.run import Run
from sim.scenario.playbook import INCIDENTS, Event


def shown_events(run: Run) -> list[Event]:
    """Return the dated events that took place in the run, by date."""
    frame_end = run.last_day
    random_only = run.scenario.run.incidents == "random"
    return sorted(
        (
            event
            for event in run.scenario.events
            if event.date <= frame_end and not (random_only and event.kind in INCIDENTS)
        ),
        key=lambda event: event.date,
    )


def mark_time(
    ax: Axes, x: days.Floats, events: Sequence[Event], fallen: Sequence[tuple[int, int]]
) -> None:
    """Shade the falls and draw a line at each event."""
    for peak, day in fallen:
        ax.axvspan(
            x[peak], x[day], color=style.BLACK, alpha=0.1, linewidth=0, zorder=2.2, gid="fall"
        )
    if events:
        ax.vlines(
            mdates.date2num([event.date for event in events]),
            0,
            1,
            colors=style.GREY,
            linewidths=0.7,
            linestyles=(0, (1, 1.6)),
            alpha=0.8,
            transform=ax.get_xaxis_transform(),
            zorder=2.8,
            gid="event-line",
        )
