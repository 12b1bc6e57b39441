"""The panels of founder and firm: fleet and incidents, conversions, coupling and levers.

Each adds a second axes in the lower part of the place of the one it is given.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.model import layout
from sim.plots import days, style, text

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


def fleet(frame: days.Frame, ax: Axes | None = None, *, raised: float = 0.0) -> Axes:
    """Draw the fleet (units), and below it accidents and disputes as they happen and come out.

    Hollow markers stand where something happened, known or not; filled ones where it became
    public. A marker's area grows with how many there are in its day or week.

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
        units = days.values(frame, "fleet")
        style.area(ax, x, np.zeros(len(x)), units, facecolor="#EDEDED")
        curve = style.line(ax, x, units, color=style.BLACK, label="fleet")
        ax.set_ylim(0, 1.1 * max(float(units.max()), 1.0))
        if units.any():
            ax.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
        else:
            ax.set_yticks([0])
        ax.yaxis.set_major_formatter(FuncFormatter(text.brief))
        ax.set_ylabel("units in use")
        strip = style.below(ax, "62%")
        width, name, _ = days.bin_days(len(x))
        room = 0.95 * 72 * style.width_in(ax) * width / max(len(x), width)
        middle = (days.bin_edges(x, width)[:-1] + days.bin_edges(x, width)[1:]) / 2
        told = []
        starts = np.arange(0, len(x), width)
        for row, (series, marker, colour) in enumerate(
            (("disputes", "o", style.ORANGE), ("accidents", "^", style.VERMILION))
        ):
            for public, offset in ((False, 0.23), (True, -0.23)):
                each = days.values(frame, series + ("_public" if public else ""))
                number = np.add.reduceat(each, starts)
                some = number > 0
                strip.scatter(
                    middle[some],
                    np.full(int(some.sum()), row + offset),
                    marker=marker,
                    s=_areas(number[some], room),
                    facecolors=colour if public else "white",
                    edgecolors="#7A3600" if marker == "^" else "#7A5500",
                    linewidths=0.7,
                    label=series + (" public" if public else ""),
                    zorder=3,
                )
            if (
                not days.values(frame, series).any()
                and not days.values(frame, f"{series}_public").any()
            ):
                strip.text(
                    0.5,
                    row,
                    f"no {series}",
                    transform=strip.get_yaxis_transform(),
                    ha="center",
                    va="center",
                    fontsize=text.SMALL,
                    color=style.GREY,
                )
            told.append(
                text.counted(days.values(frame, f"{series}_public").sum(), series[:-1], series)
            )
        strip.set_ylim(-0.6, 1.6)
        strip.set_yticks([0, 1], ["disputes", "accidents"])
        strip.tick_params(axis="y", length=0)
        strip.axhline(0.5, color=style.PALE, linewidth=0.8)
        key: list[tuple[Any, str]] = [
            (curve, "fleet"),
            (_marks("white"), "happened, known or not"),
            (_marks(style.GREY), "became public"),
        ]
        title = f"Fleet: {text.brief(units.max())} units at most; public: {told[1]}, {told[0]}"
        style.head(ax, title, key, f"each marker sums {name}; a larger one, more of them", raised)
        return style.finish(ax, x, strip)


def _areas(number: days.Floats, room: float) -> days.Floats:
    """Return the areas of markers for so many incidents each, none wider than ``room`` points."""
    largest = min(max(room, 4.5), 9.0) ** 2
    least = min(18.0, 0.5 * largest)
    most = max(float(number.max(initial=1.0)), 5.0)
    return least + (largest - least) * (number - 1) / (most - 1)


def _marks(face: str) -> Line2D:
    return Line2D(
        [0, 1],
        [0, 0],
        linestyle="",
        marker="^",
        markersize=6,
        markerfacecolor=face,
        markeredgecolor=style.INK,
        markeredgewidth=0.8,
    )


def conversions(frame: days.Frame, ax: Axes | None = None, *, raised: float = 0.0) -> Axes:
    """Draw who converts each day, towards the founder up and away down, and the passion carried.

    Below: the admiration of those who turn from fan to anti-fan on the day before they do (up)
    and the hostility they turn it into (down): passion is kept, its sign is not.

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
        width, _, mean = days.bin_days(len(x))
        edges = days.bin_edges(x, width)
        flows = {
            series: days.binned(days.values(frame, series), width)
            for series in ("recruits", "recovered", "fan_to_black", "cooled")
        }
        looks: dict[str, tuple[str, dict[str, Any]]] = {
            "recruits": ("recruits", {"facecolor": style.BLUE, "edgecolor": style.BLUE}),
            "recovered": (
                "recovered",
                {"facecolor": style.SKY, "edgecolor": "#0B4F75", "hatch": "\\\\\\\\"},
            ),
            "fan_to_black": (
                "fan-to-black",
                {"facecolor": style.VERMILION, "edgecolor": "#FFE3CF", "hatch": "////"},
            ),
            "cooled": ("cooled", {"facecolor": "#B8B8B8", "edgecolor": "#B8B8B8"}),
        }
        key = []
        for pair, sign in ((("recruits", "recovered"), 1.0), (("fan_to_black", "cooled"), -1.0)):
            base = np.zeros(len(edges) - 1)
            for series in pair:
                label, look = looks[series]
                top = base + sign * flows[series]
                ax.stairs(top, edges, baseline=base, fill=True, linewidth=0, label=label, **look)
                base = top
                key.append((Patch(linewidth=0.4, **look), label))
        ax.axhline(0, color=style.GREY, linewidth=0.8)
        above = float((flows["recruits"] + flows["recovered"]).max())
        beneath = float((flows["fan_to_black"] + flows["cooled"]).max())
        style.both_ways(ax, above, beneath)
        ax.set_ylabel("people/day")

        carried = style.below(ax, "55%")
        before = days.binned(days.values(frame, "passion_turned"), width)
        after = days.binned(days.values(frame, "hostility_made"), width)
        was: dict[str, Any] = {"facecolor": "#CFE6F5", "edgecolor": style.BLUE, "linewidth": 0.8}
        became: dict[str, Any] = {"facecolor": "#3D1B00", "edgecolor": "#3D1B00", "linewidth": 0.8}
        carried.stairs(before, edges, fill=True, label="admiration before", **was)
        carried.stairs(-after, edges, fill=True, label="hostility after", **became)
        carried.axhline(0, color=style.GREY, linewidth=0.8)
        most = max(float(before.max()), float(after.max()))
        style.both_ways(carried, most, most)
        tick = style.round_down(most or 1.0)
        carried.set_yticks([-tick, 0, tick])
        carried.set_ylabel("passion")
        key += [(Patch(**was), "admiration"), (Patch(**became), "hostility")]
        title = f"Conversions: {text.whole(days.values(frame, 'recruits').sum())} recruits, "
        title += f"{text.whole(days.values(frame, 'fan_to_black').sum())} fan-to-black"
        note = "below: passion a day, the admiration of those who turn and their hostility"
        style.head(ax, title, key, f"{note}; {mean}" if mean else note, raised)
        return style.finish(ax, x, carried)


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
                style.line(ax, x, coupling, color=style.BLACK, linewidth=2.4, label="coupling"),
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
            drawn = style.line(ax, x, y, drawstyle="steps-mid", label=name, **look)
            key.append((drawn, name))
        ax.set_ylim(-0.04, 1.06)
        ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "", "0.5", "", "1"])
        ax.set_ylabel("level, 0 to 1")
        strip = style.below(ax, "26%")
        codes = np.round(days.values(frame, "stance")).astype(np.int64)
        key += _stances(strip, x, codes, style.width_in(ax))
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
        style.head(ax, title, key, note, raised)
        return style.finish(ax, x, strip)


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
