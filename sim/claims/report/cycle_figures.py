"""Figures of the retaliation cycle: the phases of one world, and what follows what over many."""

from __future__ import annotations

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.claims.cycle import PHASES, Cycle, spells_of, transition_shares
from sim.plots import style, text

# Of each phase in turn: told apart by colour, by hatch, and by its name where there is room.
PHASE_LOOKS: Final = (
    (style.SKY, ""),
    (style.BLUE, ""),
    (style.ORANGE, ""),
    (style.VERMILION, "xx"),
    (style.GREEN, "//"),
)
# A spell of this share of the run has room for its name.
LEAST_LABEL: Final = 0.013


def cycle_page(cycle: Cycle) -> Figure:
    """Return the retaliation cycle: one world, its phases labelled, and what follows what."""
    figure = style.new_figure(11.0, 8.6)
    share = figure.add_axes((0.075, 0.71, 0.90, 0.22))
    climate = figure.add_axes((0.075, 0.45, 0.90, 0.22))
    phases(cycle, "fan_share", share)
    phases(cycle, "climate", climate)
    share.set_xticklabels([])
    climate.axhline(0.0, color=style.GREY, linewidth=0.8)
    climate.set_xlabel("day")
    lower = figure.add_axes((0.19, 0.05, 0.46, 0.27))
    transitions(cycle, lower)
    figure.text(0.012, 0.962, "The retaliation cycle", fontsize=text.TITLE, fontweight="bold")
    figure.text(
        0.69,
        0.33,
        "The rule. P is the running peak of\nthe fan share, begun anew after a fall.\n"
        "At .8 P or above: rise if the share grew\nby over 5 % in four weeks, else height.\n"
        "Below it: retaliation if the climate is\nbelow 0; else fall if there are fewer fans\n"
        "than a week ago, else recovery. A spell\nof less than a week belongs to the\n"
        "phase before it.",
        fontsize=text.BODY,
        va="top",
        linespacing=1.4,
    )
    return figure


def phases(cycle: Cycle, series: str = "fan_share", ax: Axes | None = None) -> Axes:
    """Draw a series of one world over its phases; below the fan share they have their names.

    Parameters
    ----------
    cycle : Cycle
    series : str
    ax : Axes, optional
    """
    ax = style.axes_for(ax)
    values = cycle.run[series]
    days = np.arange(len(values))
    ax.plot(days, values, color=style.INK, linewidth=1.8, zorder=3)
    low, high = float(values.min()), float(values.max())
    labelled = series == "fan_share"
    room = (0.75 if labelled else 0.05) * (high - low)
    ax.set_ylim(low - room, high + 0.05 * (high - low))
    for phase, first, end in spells_of(cycle.phases):
        color, hatch = PHASE_LOOKS[phase]
        ax.axvspan(
            first, end, facecolor=color, alpha=0.35, hatch=hatch, edgecolor="white", linewidth=0
        )
        if labelled and (end - first) / len(days) > LEAST_LABEL:
            ax.text(
                (first + end) / 2,
                0.03,
                PHASES[phase],
                ha="center",
                va="bottom",
                fontsize=text.SMALL,
                rotation=90,
                transform=ax.get_xaxis_transform(),
            )
    if labelled:
        ax.set_yticks([tick for tick in ax.get_yticks() if 0.0 <= tick <= high])
    ax.set_xlim(0, len(days) - 1)
    ax.set_ylabel(series.replace("_", " "))
    return ax


def transitions(cycle: Cycle, ax: Axes | None = None) -> Axes:
    """Draw how often each phase is followed by each other, as a share of its endings.

    Parameters
    ----------
    cycle : Cycle
    ax : Axes, optional
    """
    ax = style.axes_for(ax)
    share = transition_shares(cycle.followed)
    ax.imshow(share, cmap="Blues", vmin=0.0, vmax=1.0, aspect="auto")
    for row in range(len(PHASES)):
        for column in range(len(PHASES)):
            if row != column:
                ax.text(
                    column,
                    row,
                    f"{100 * share[row, column]:.0f} %",
                    ha="center",
                    va="center",
                    fontsize=text.BODY,
                    color="white" if share[row, column] > 0.55 else style.INK,
                )
    ax.set_xticks(range(len(PHASES)), PHASES)
    ax.set_yticks(
        range(len(PHASES)),
        [f"{name} ({int(cycle.followed[k].sum()):,})" for k, name in enumerate(PHASES)],
    )
    ax.set_title(f"followed by, over {cycle.worlds} worlds of four years", fontsize=text.BODY)
    ax.tick_params(length=0)
    for side in ax.spines.values():
        side.set_visible(False)
    return ax
