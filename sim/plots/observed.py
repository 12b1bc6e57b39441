"""The Xiaomi case beside what was observed: daily titles, monthly balance of good and bad."""

from __future__ import annotations

import numpy as np
from matplotlib import dates as mdates
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.evidence.xiaomi import balance, comparison, titles
from sim.plots import days, style, text
from sim.runs.run import Run


def attention_beside_titles(frame: days.Frame, ax: Axes | None = None) -> Axes:
    """Draw simulated attention upward and the observed daily titles downward, on one day axis.

    Parameters
    ----------
    frame : DataFrame
        Daily series of a run of the Xiaomi case, indexed by date.
    ax : Axes, optional
    """
    ax = style.axes_for(ax)
    x = days.days_of(frame)
    seen = titles()
    day = np.asarray(mdates.date2num(seen.dates), dtype=float)
    inside = (day >= x[0]) & (day <= x[-1])
    y = days.values(frame, "attention")
    ax.fill_between(
        x, 0.0, y, color=style.ORANGE, alpha=0.55, linewidth=0, label="attention, simulated"
    )
    ax.bar(
        day[inside], -seen.firm[inside], width=1.0, color=style.BLUE, label="titles a day, observed"
    )
    ax.axhline(0.0, color=style.INK, linewidth=0.8)
    ax.yaxis.set_major_formatter(lambda value, _: text.brief(abs(value)))
    ax.set_ylabel("stories (up), titles (down)")
    ax.set_xlim(x[0], x[-1])
    ax.legend(loc="upper right", frameon=False, fontsize=text.SMALL)
    return ax


def sentiment_beside_balance(frame: days.Frame, ax: Axes | None = None) -> Axes:
    """Draw the simulated voiced sentiment and the observed monthly balance of titles by sign.

    Parameters
    ----------
    frame : DataFrame
        Daily series of a run of the Xiaomi case, indexed by date.
    ax : Axes, optional
    """
    ax = style.axes_for(ax)
    x = days.days_of(frame)
    ax.plot(
        x, days.values(frame, "voiced_sentiment"), color=style.ORANGE, label="voiced, simulated"
    )
    ax.plot(
        x, days.values(frame, "climate"), color=style.INK, linestyle=":", label="climate, simulated"
    )
    seen = balance()
    middle = np.asarray(mdates.date2num(seen.months), dtype=float) + 15.0
    inside = (middle >= x[0]) & (middle <= x[-1])
    ax.plot(
        middle[inside],
        seen.balance[inside],
        color=style.BLUE,
        marker="o",
        linestyle="--",
        label="balance of new titles a month, observed",
    )
    ax.axhline(0.0, color=style.INK, linewidth=0.8)
    ax.set_ylim(-1.05, 1.05)
    ax.set_ylabel("← blame    praise →")
    ax.set_xlim(x[0], x[-1])
    ax.legend(loc="lower left", frameon=False, fontsize=text.SMALL)
    return ax


def observed_page(run: Run) -> Figure:
    """Return both panels on one page of 13.3 by 8.5 inches, with the correlation and the fall.

    Raises
    ------
    TarpeiaError
        If the run is not of the Xiaomi case.
    """
    found = comparison(run)
    with style.style():
        figure = style.new_figure(13.333, 8.5)
        grid = figure.add_gridspec(2, 1, left=0.08, right=0.97, top=0.83, bottom=0.12, hspace=0.32)
        upper, lower = figure.add_subplot(grid[0]), figure.add_subplot(grid[1])
        attention_beside_titles(run.table, upper)
        sentiment_beside_balance(run.table, lower)
        for ax in (upper, lower):
            locator = mdates.AutoDateLocator()
            ax.xaxis.set_major_locator(locator)
            ax.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))
            ax.grid(axis="x", color=style.PALE)
            for side in ("top", "right"):
                ax.spines[side].set_visible(False)
        upper.set_title(
            f"Attention against titles: correlation {found['pearson']:.2f}, "
            f"of ranks {found['spearman']:.2f}",
            loc="left",
            fontweight="bold",
        )
        fall = "the run ends before the fall of April 2025"
        if "fall_size" in found:
            size = f"{100 * found['fall_size']:.0f} %"
            fall = (
                f"April 2025: the fan share falls by {size} in the model; "
                "observed, the balance falls from +0.72 to -0.09 in a month"
            )
        lower.set_title(fall, loc="left", fontweight="bold")
        figure.text(
            0.03, 0.955, text.one_line(run.scenario.title), fontsize=text.TITLE, weight="bold"
        )
        beneath = "Simulated and observed. The observed board is edited and sampled hourly."
        if run.scenario.hypothetical:
            beneath = "HYPOTHETICAL: " + "; ".join(run.scenario.hypothetical) + ". " + beneath
        figure.text(0.03, 0.915, beneath, fontsize=text.SMALL, color=style.GREY)
        figure.text(
            0.03,
            0.03,
            "Names mark public, sourced events; all that the model adds is invented and is neither "
            f"forecast nor advice.  Seed {run.scenario.run.seed}.",
            fontsize=text.SMALL,
            color=style.GREY,
        )
    return figure
