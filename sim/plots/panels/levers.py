"""The panel of the levers: how far the firm is its founder, and what the founder does."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from sim.model import layout
from sim.plots import days, style, text
from sim.plots.panels import axes
from sim.plots.panels.heading import head

STANCE_LOOK: Final = {
    "none": ("#F1F1F1", None),
    "silent": ("#A6A6A6", None),
    "apologise": (style.SKY, "\\\\\\"),
    "deny": (style.ORANGE, "///"),
    "compensate": (style.PURPLE, "---"),
}
LEVER_LOOK: Final = {
    "exposure": (style.BLUE, (0, (6, 1.5))),
    "candour": (style.ORANGE, (0, (4, 1.5, 1, 1.5))),
    "image": (style.SKY, (0, (1, 1.2))),
    "warmth": (style.PURPLE, (0, (8, 2, 2, 2))),
    "distance": (style.GREY, (0, (3, 2))),
    "participation": (style.GREEN, (0, (5, 1.5, 1, 1.5, 1, 1.5))),
    "replies": (style.BLACK, (0, (1, 1.8))),
}


def levers(frame: days.Frame, ax: Axes | None = None, *, raised: float = 0.0) -> Axes:
    """Draw coupling, exposure, the levers that change, and the stance as a strip of spans.

    Levers that stay where they are stand in a note above.

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
        coupling = days.values(frame, "coupling")
        key: list[tuple[Any, str]] = [
            (
                axes.line(ax, x, coupling, color=style.BLACK, linewidth=2.4, label="coupling"),
                "coupling",
            )
        ]
        still, moved = [], []
        for name, (colour, dashes) in LEVER_LOOK.items():
            y = days.values(frame, name)
            moves = float(y.max() - y.min()) > 1e-9
            if moves:
                moved.append(name)
            if not moves and name != "exposure":
                still.append(f"{name} {y[0]:.2g}")
                continue
            look = {"color": colour, "linestyle": dashes, "linewidth": 1.9}
            drawn = axes.line(ax, x, y, drawstyle="steps-mid", label=name, **look)
            key.append((drawn, name))
        ax.set_ylim(-0.04, 1.06)
        ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "", "0.5", "", "1"])
        ax.set_ylabel("level, 0 to 1")
        strip = axes.below(ax, "26%")
        codes = np.round(days.values(frame, "stance")).astype(np.int64)
        key += _stances(strip, x, codes, axes.width_in(ax))
        if len(set(codes.tolist())) > 1:
            moved.append("stance")
        ends = f"Levers: coupling ends at {text.signed(coupling[-1]).lstrip('+')}"
        what = ", ".join(moved) if len(moved) < 4 else f"{len(moved)} levers"
        verb = "moves" if len(moved) == 1 else "move"
        title = f"{ends}; {what} {verb}" if moved else f"{ends}; no lever moves"
        note = (
            "unchanged: " + ", ".join(still)
            if still
            else "coupling: how far the firm is its founder"
        )
        head(ax, title, key, note, raised)
        return axes.finish(ax, x, strip)


def _stances(
    strip: Axes, x: days.Floats, codes: np.ndarray[Any, np.dtype[np.int64]], width: float
) -> list[tuple[Any, str]]:
    """Draw the stance as spans, named where the name fits; return a key to the others.

    Pale spans without a name are ``none``.
    """
    starts = np.flatnonzero(np.diff(codes, prepend=codes[0] - 1))
    ends = np.append(starts[1:], len(codes))
    named, seen = set(), []
    for first, end in zip(starts, ends, strict=True):
        stance = layout.STANCES[int(codes[first])]
        colour, hatch = STANCE_LOOK[stance]
        left, right = x[first] - 0.5, x[end - 1] + 0.5
        strip.axvspan(
            left,
            right,
            facecolor=colour,
            hatch=hatch,
            edgecolor=style.INK,
            linewidth=0.4,
            gid=f"stance-{stance}",
        )
        seen.append(stance)
        if text.width_of(stance, text.SMALL) + 0.12 <= width * (end - first) / len(x):
            named.add(stance)
            strip.text(
                (left + right) / 2,
                0.5,
                stance,
                ha="center",
                va="center",
                fontsize=text.SMALL,
                color=style.INK,
                zorder=4,
                gid="stance-name",
                bbox={"facecolor": colour, "edgecolor": "none", "pad": 1.2},
            )
    strip.set_ylim(0, 1)
    strip.set_yticks([0.5], ["stance"])
    strip.tick_params(axis="y", length=0)
    return [
        (Patch(facecolor=STANCE_LOOK[s][0], hatch=STANCE_LOOK[s][1], edgecolor=style.INK), s)
        for s in layout.STANCES
        if s in seen and s not in named and s != "none"
    ]
