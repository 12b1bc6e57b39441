"""Figures of the claims: with the mechanism against without."""

from __future__ import annotations

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.claims.claim import ClaimPart
from sim.claims.judge import JudgedPart, Mean
from sim.claims.trial import Trial
from sim.plots import style, text
from sim.runs.summary import in_words

WIDTH: Final = 9.6
ROW: Final = 1.3
# With the mechanism: filled and drawn through; without: open and dashed. Two arms, two pairs.
WITH_LOOKS: Final = ((style.BLUE, "-"), (style.SKY, "-"))
WITHOUT_LOOKS: Final = ((style.VERMILION, "--"), (style.ORANGE, "--"))


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


def statistic(
    part: ClaimPart, judged: JudgedPart, ax: Axes | None = None, width: float = 4.5
) -> Axes:
    """Draw one statistic on a line: with (filled) and without (open), what was expected shaded.

    Parameters
    ----------
    part, judged : ClaimPart, JudgedPart
    ax : Axes, optional
    width : float
        Inches that the words above may take.
    """
    ax = style.axes_for(ax)
    ax.set_yticks([])
    for side in ("left", "right", "top"):
        ax.spines[side].set_visible(False)
    span = _extent(part, judged)
    if span is None:
        ax.text(0.5, 0.5, "undefined", ha="center", va="center", transform=ax.transAxes)
        span = (0.0, 1.0)
    _expected(part, judged, ax, span)
    ax.axvline(part.null, color=style.GREY, linestyle=":", linewidth=1.2)
    _point(ax, judged.without, 0.28, style.VERMILION, filled=False)
    _point(ax, judged.with_it, 0.72, style.BLUE, filled=True)
    ax.set_xlim(*span)
    ax.set_ylim(0.0, 1.0)
    ax.tick_params(labelsize=text.SMALL)
    ax.xaxis.set_major_locator(MaxNLocator(5))
    ax.xaxis.set_major_formatter(text.brief)
    name = "\n".join(text.wrapped(judged.part, width - 0.8, 2, text.SMALL, "bold"))
    ax.set_title(name, fontsize=text.SMALL, fontweight="bold", loc="left", pad=3)
    ax.set_title(judged.verdict, fontsize=text.SMALL, loc="right", pad=3, color=style.INK)
    ax.set_xlabel(judged.unit, fontsize=text.SMALL, color=style.GREY, loc="right", labelpad=1)
    return ax


def _extent(part: ClaimPart, judged: JudgedPart) -> tuple[float, float] | None:
    """Return the span of the axis, None where nothing is defined."""
    ends = [
        x for mean in (judged.with_it, judged.without) for x in (mean.low, mean.high, mean.value)
    ]
    ends += [part.null]
    if part.direction in ("within", "equal"):
        ends += part.band
    elif not part.difference:
        ends += [part.null + part.sign * part.size]
    finite = [x for x in ends if np.isfinite(x)]
    if not np.isfinite(judged.with_it.value):
        return None
    low, high = min(finite), max(finite)
    room = 0.12 * (high - low) or 0.5
    return low - room, high + room


def _expected(part: ClaimPart, judged: JudgedPart, ax: Axes, span: tuple[float, float]) -> None:
    """Shade where the mean with the mechanism was expected."""
    low, high = span
    if part.direction in ("within", "equal"):
        low, high = part.band
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
