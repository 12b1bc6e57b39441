"""The panel of sentiment: what is voiced, what is felt, and the climate of opinion."""

from __future__ import annotations

from matplotlib.axes import Axes

from sim.plots import days, style, text
from sim.plots.panels import axes
from sim.plots.panels.heading import head


def sentiment(frame: days.Frame, ax: Axes | None = None, *, raised: float = 0.0) -> Axes:
    """Draw voiced against private sentiment, and the climate of opinion, each from -1 to 1.

    Parameters
    ----------
    frame : DataFrame (days, series)
    ax : Axes, optional
        Without one a figure of its own is made.
    raised : float
        Inches left free between the axes and what is written above it.
    """
    with style.style():
        ax = style.axes_for(ax)
        x = days.days_of(frame)
        width = 7 if len(x) > 130 else 1
        voiced = days.smoothed(days.values(frame, "voiced_sentiment"), width)
        private = days.smoothed(days.values(frame, "private_sentiment"), width)
        climate = days.values(frame, "climate")
        ax.axhline(0, color=style.GREY, linewidth=0.8)
        wide, said_wide, felt_wide = days.widened(x, voiced, private)
        gap = ax.fill_between(wide, said_wide, felt_wide, color="#EBD9E4", linewidth=0)
        felt = axes.line(
            ax, x, private, color=style.PURPLE, linestyle=(0, (5, 1.5)), label="private"
        )
        said = axes.line(ax, x, voiced, color=style.BLUE, linewidth=1.6, label="voiced")
        mood = axes.line(
            ax, x, climate, color=style.BLACK, linestyle=(0, (1, 1)), linewidth=2.2, label="climate"
        )
        ax.set_ylim(-1.08, 1.08)
        ax.set_yticks(
            [-1, -0.5, 0, 0.5, 1], ["\N{MINUS SIGN}1", "\N{MINUS SIGN}0.5", "0", "+0.5", "+1"]
        )
        ax.set_ylabel("← blame    praise →")
        key = [
            (said, "voiced (what is said)"),
            (felt, "private (what is felt)"),
            (gap, "gap"),
            (mood, "climate"),
        ]
        title = f"Sentiment: voiced {text.signed(voiced.min())} to {text.signed(voiced.max())}, "
        title += f"climate {text.signed(climate.min())} to {text.signed(climate.max())}"
        note = "climate: slow balance of what is voiced, the silent counted"
        note += "; voiced and private as 7-day means" if width > 1 else ""
        head(ax, title, key, note, raised)
        return axes.finish(ax, x)
