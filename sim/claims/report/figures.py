"""Figures of the claims: with the mechanism against without, and the phases of the cycle."""

from __future__ import annotations

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from sim.claims.claim import Part
from sim.claims.cycle import PHASES, Cycle, spells_of
from sim.claims.judge import Judged, Mean
from sim.claims.trial import Trial
from sim.plots import style, text
from sim.runs.summary import in_words

WIDTH: Final = 9.6
ROW: Final = 1.3
# With the mechanism: filled and drawn through; without: open and dashed. Two arms, two pairs.
WITH_LOOKS: Final = ((style.BLUE, "-"), (style.SKY, "-"))
WITHOUT_LOOKS: Final = ((style.VERMILION, "--"), (style.ORANGE, "--"))
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


def claim_page(trial: Trial) -> Figure:
    """Return a claim's figure: the series that shows it, and each statistic with and without."""
    rows = len(trial.parts)
    height = max(3.5, 0.8 + ROW * rows)
    figure = style.new_figure(WIDTH, height)
    left, right = (0.075, 0.50) if trial.curves else (0.05, 0.05)
    if trial.curves:
        ax = figure.add_axes((left, 0.62 / height, 0.345, 1.0 - 1.32 / height))
        curves(trial, ax)
    top = 1.0 - 0.62 / height
    step = (top - 0.12 / height) / rows
    for k, (part, judged) in enumerate(zip(trial.claim.parts, trial.parts, strict=True)):
        box = (right, top - (k + 1) * step + 0.45 / height, 0.97 - right, step - 0.90 / height)
        statistic(part, judged, figure.add_axes(box), width=(0.97 - right) * WIDTH)
    figure.text(
        0.012,
        1.0 - 0.24 / height,
        f"{trial.claim.id}: {trial.verdict}",
        fontsize=text.HEAD,
        fontweight="bold",
        va="center",
    )
    figure.text(
        0.988,
        1.0 - 0.24 / height,
        f"{trial.replicates} worlds; bars: 95 % intervals of the mean",
        fontsize=text.SMALL,
        color=style.GREY,
        ha="right",
        va="center",
    )
    return figure


def curves(trial: Trial, ax: Axes | None = None) -> Axes:
    """Draw the median of the figure's series over worlds, with the mechanism and without.

    Parameters
    ----------
    trial : Trial
        With curves, float64 (3, days) each.
    ax : Axes, optional
    """
    ax = style.axes_for(ax)
    arms = list(dict.fromkeys(arm for arm, _ in trial.curves))
    for with_it, looks in ((True, WITH_LOOKS), (False, WITHOUT_LOOKS)):
        for k, arm in enumerate(arms):
            if (arm, with_it) not in trial.curves:
                continue
            low, middle, high = trial.curves[arm, with_it]
            days = np.linspace(0, trial.claim.setting.days - 1, len(middle))
            color, dash = looks[k % len(looks)]
            label = ("with" if with_it else "without") + (f", {arm}" if len(arms) > 1 else "")
            layer = 3 if with_it else 2
            ax.plot(days, middle, dash, color=color, label=label, linewidth=1.6, zorder=layer)
            if k == 0:
                ax.fill_between(days, low, high, color=color, alpha=0.15, linewidth=0)
    ax.set_title(
        text.fitted(in_words(trial.claim.figure), 3.2, text.BODY, "bold"), fontsize=text.BODY
    )
    ax.set_xlabel("day", fontsize=text.SMALL)
    ax.set_xlim(0, trial.claim.setting.days - 1)
    ax.margins(y=0.12)
    if min(float(curve.min()) for curve in trial.curves.values()) >= 0.0:
        ax.set_ylim(bottom=0.0)
    ax.tick_params(labelsize=text.SMALL)
    ax.yaxis.set_major_formatter(text.brief)
    ax.legend(frameon=False, fontsize=text.SMALL, loc="best", handlelength=1.6)
    return ax


def statistic(part: Part, judged: Judged, ax: Axes | None = None, width: float = 4.5) -> Axes:
    """Draw one statistic on a line: with (filled) and without (open), what was expected shaded.

    Parameters
    ----------
    part, judged : Part, Judged
    ax : Axes, optional
    width : float
        Inches that the words above may take.
    """
    ax = style.axes_for(ax)
    ax.set_yticks([])
    for side in ("left", "right", "top"):
        ax.spines[side].set_visible(False)
    shown = _extent(part, judged)
    if shown is None:
        ax.text(0.5, 0.5, "undefined", ha="center", va="center", transform=ax.transAxes)
        shown = (0.0, 1.0)
    _expected(part, judged, ax, shown)
    ax.axvline(part.null, color=style.GREY, linestyle=":", linewidth=1.2)
    _point(ax, judged.without, 0.28, style.VERMILION, filled=False)
    _point(ax, judged.with_it, 0.72, style.BLUE, filled=True)
    ax.set_xlim(*shown)
    ax.set_ylim(0.0, 1.0)
    ax.tick_params(labelsize=text.SMALL)
    ax.xaxis.set_major_locator(MaxNLocator(5))
    ax.xaxis.set_major_formatter(text.brief)
    name = "\n".join(text.wrapped(judged.part, width - 0.8, 2, text.SMALL, "bold"))
    ax.set_title(name, fontsize=text.SMALL, fontweight="bold", loc="left", pad=3)
    ax.set_title(judged.verdict, fontsize=text.SMALL, loc="right", pad=3, color=style.INK)
    ax.set_xlabel(judged.unit, fontsize=text.SMALL, color=style.GREY, loc="right", labelpad=1)
    return ax


def _extent(part: Part, judged: Judged) -> tuple[float, float] | None:
    """Return the span of the axis, None where nothing is defined."""
    ends = [
        x for mean in (judged.with_it, judged.without) for x in (mean.low, mean.high, mean.value)
    ]
    ends += [part.null]
    if part.direction == "within":
        ends += [part.size]
    elif part.direction == "equal":
        ends += [part.null - part.size, part.null + part.size]
    elif not part.difference:
        ends += [part.null + (part.size if part.direction == "above" else -part.size)]
    finite = [x for x in ends if np.isfinite(x)]
    if not np.isfinite(judged.with_it.value):
        return None
    low, high = min(finite), max(finite)
    room = 0.12 * (high - low) or 0.5
    return low - room, high + room


def _expected(part: Part, judged: Judged, ax: Axes, shown: tuple[float, float]) -> None:
    """Shade where the mean with the mechanism was expected."""
    low, high = shown
    if part.direction == "within":
        low, high = part.null, part.size
    elif part.direction == "equal":
        low, high = part.null - part.size, part.null + part.size
    else:
        null = judged.without.value if part.difference else part.null
        if not np.isfinite(null):
            return
        if part.direction == "above":
            low = null + part.size
        else:
            high = null - part.size
    if high > low:
        ax.axvspan(low, high, color=style.PALE, zorder=0)


def _point(ax: Axes, mean: Mean, height: float, color: str, filled: bool) -> None:
    """Draw a mean and its interval."""
    if not np.isfinite(mean.value):
        return
    ax.plot([mean.low, mean.high], [height, height], color=color, linewidth=2.2)
    ax.plot(
        mean.value,
        height,
        marker="o" if filled else "D",
        markersize=7,
        color=color,
        markerfacecolor=color if filled else "white",
        markeredgewidth=1.6,
    )


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
    values = cycle.seen[series]
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
    share = shares_of(cycle.followed)
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


def shares_of(followed: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return counts as shares of their row, 0 for a row of nothing, float64 (phases, phases)."""
    whole = followed.sum(axis=1, keepdims=True)
    found = np.zeros(followed.shape)
    np.divide(followed, whole, out=found, where=whole > 0)
    return found
