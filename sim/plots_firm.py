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

from sim import layout
from sim import plots_style as ps
from sim import plots_text as pt

STANCE_LOOK: Final = {
    "none": ("#F1F1F1", None),
    "silent": ("#A6A6A6", None),
    "apologise": (ps.SKY, "\\\\\\"),
    "deny": (ps.ORANGE, "///"),
    "compensate": (ps.PURPLE, "---"),
}
LEVER_LOOK: Final = {
    "exposure": (ps.BLUE, (0, (6, 1.5))),
    "candour": (ps.ORANGE, (0, (4, 1.5, 1, 1.5))),
    "image": (ps.SKY, (0, (1, 1.2))),
    "warmth": (ps.PURPLE, (0, (8, 2, 2, 2))),
    "distance": (ps.GREY, (0, (3, 2))),
    "participation": (ps.GREEN, (0, (5, 1.5, 1, 1.5, 1, 1.5))),
    "replies": (ps.BLACK, (0, (1, 1.8))),
}


def fleet(frame: ps.Frame, ax: Axes | None = None, *, raised: float = 0.0) -> Axes:
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
    with ps.style():
        ax = ps.axes_for(ax)
        x = ps.days_of(frame)
        units = ps.values(frame, "fleet")
        ps.area(ax, x, np.zeros(len(x)), units, facecolor="#EDEDED")
        curve = ps.line(ax, x, units, color=ps.BLACK, label="fleet")
        ax.set_ylim(0, 1.1 * max(float(units.max()), 1.0))
        if units.any():
            ax.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
        else:
            ax.set_yticks([0])
        ax.yaxis.set_major_formatter(FuncFormatter(pt.brief))
        ax.set_ylabel("units in use")
        strip = ps.below(ax, "62%")
        width, name, _ = ps.bin_days(len(x))
        room = 0.95 * 72 * ps.width_in(ax) * width / max(len(x), width)
        middle = (ps.bin_edges(x, width)[:-1] + ps.bin_edges(x, width)[1:]) / 2
        told = []
        starts = np.arange(0, len(x), width)
        for row, (series, marker, colour) in enumerate(
            (("disputes", "o", ps.ORANGE), ("accidents", "^", ps.VERMILION))
        ):
            for public, offset in ((False, 0.23), (True, -0.23)):
                each = ps.values(frame, series + ("_public" if public else ""))
                number = np.add.reduceat(each, starts)
                some = number > 0
                strip.scatter(
                    middle[some], np.full(int(some.sum()), row + offset), marker=marker,
                    s=_areas(number[some], room), facecolors=colour if public else "white",
                    edgecolors="#7A3600" if marker == "^" else "#7A5500",
                    linewidths=0.7, label=series + (" public" if public else ""), zorder=3,
                )  # fmt: skip
            if (
                not ps.values(frame, series).any()
                and not ps.values(frame, f"{series}_public").any()
            ):
                strip.text(
                    0.5, row, f"no {series}", transform=strip.get_yaxis_transform(), ha="center",
                    va="center", fontsize=pt.SMALL, color=ps.GREY,
                )  # fmt: skip
            told.append(pt.counted(ps.values(frame, f"{series}_public").sum(), series[:-1], series))
        strip.set_ylim(-0.6, 1.6)
        strip.set_yticks([0, 1], ["disputes", "accidents"])
        strip.tick_params(axis="y", length=0)
        strip.axhline(0.5, color=ps.PALE, linewidth=0.8)
        key: list[tuple[Any, str]] = [
            (curve, "fleet"),
            (_marks("white"), "happened, known or not"),
            (_marks(ps.GREY), "became public"),
        ]
        title = f"Fleet: {pt.brief(units.max())} units at most; public: {told[1]}, {told[0]}"
        ps.head(ax, title, key, f"each marker sums {name}; a larger one, more of them", raised)
        return ps.finish(ax, x, strip)


def _areas(number: ps.Floats, room: float) -> ps.Floats:
    """Return the areas of markers for so many incidents each, none wider than ``room`` points."""
    largest = min(max(room, 4.5), 9.0) ** 2
    least = min(18.0, 0.5 * largest)
    most = max(float(number.max(initial=1.0)), 5.0)
    return least + (largest - least) * (number - 1) / (most - 1)


def _marks(face: str) -> Line2D:
    return Line2D(
        [0, 1], [0, 0], linestyle="", marker="^", markersize=6, markerfacecolor=face,
        markeredgecolor=ps.INK, markeredgewidth=0.8,
    )  # fmt: skip


def conversions(frame: ps.Frame, ax: Axes | None = None, *, raised: float = 0.0) -> Axes:
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
    with ps.style():
        ax = ps.axes_for(ax)
        x = ps.days_of(frame)
        width, _, mean = ps.bin_days(len(x))
        edges = ps.bin_edges(x, width)
        flows = {
            series: ps.binned(ps.values(frame, series), width)
            for series in ("recruits", "recovered", "fan_to_black", "cooled")
        }
        looks: dict[str, tuple[str, dict[str, Any]]] = {
            "recruits": ("recruits", {"facecolor": ps.BLUE, "edgecolor": ps.BLUE}),
            "recovered": (
                "recovered",
                {"facecolor": ps.SKY, "edgecolor": "#0B4F75", "hatch": "\\\\\\\\"},
            ),
            "fan_to_black": (
                "fan-to-black",
                {"facecolor": ps.VERMILION, "edgecolor": "#FFE3CF", "hatch": "////"},
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
        ax.axhline(0, color=ps.GREY, linewidth=0.8)
        above = float((flows["recruits"] + flows["recovered"]).max())
        beneath = float((flows["fan_to_black"] + flows["cooled"]).max())
        ps.both_ways(ax, above, beneath)
        ax.set_ylabel("people/day")

        carried = ps.below(ax, "55%")
        before = ps.binned(ps.values(frame, "passion_turned"), width)
        after = ps.binned(ps.values(frame, "hostility_made"), width)
        was: dict[str, Any] = {"facecolor": "#CFE6F5", "edgecolor": ps.BLUE, "linewidth": 0.8}
        became: dict[str, Any] = {"facecolor": "#3D1B00", "edgecolor": "#3D1B00", "linewidth": 0.8}
        carried.stairs(before, edges, fill=True, label="admiration before", **was)
        carried.stairs(-after, edges, fill=True, label="hostility after", **became)
        carried.axhline(0, color=ps.GREY, linewidth=0.8)
        most = max(float(before.max()), float(after.max()))
        ps.both_ways(carried, most, most)
        tick = ps.round_down(most or 1.0)
        carried.set_yticks([-tick, 0, tick])
        carried.set_ylabel("passion")
        key += [(Patch(**was), "admiration"), (Patch(**became), "hostility")]
        title = f"Conversions: {pt.whole(ps.values(frame, 'recruits').sum())} recruits, "
        title += f"{pt.whole(ps.values(frame, 'fan_to_black').sum())} fan-to-black"
        note = "below: passion a day, the admiration of those who turn and their hostility"
        ps.head(ax, title, key, f"{note}; {mean}" if mean else note, raised)
        return ps.finish(ax, x, carried)


def levers(frame: ps.Frame, ax: Axes | None = None, *, raised: float = 0.0) -> Axes:
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
    with ps.style():
        ax = ps.axes_for(ax)
        x = ps.days_of(frame)
        coupling = ps.values(frame, "coupling")
        key: list[tuple[Any, str]] = [
            (
                ps.line(ax, x, coupling, color=ps.BLACK, linewidth=2.4, label="coupling"),
                "coupling",
            )
        ]
        still, moved = [], []
        for name, (colour, dashes) in LEVER_LOOK.items():
            y = ps.values(frame, name)
            moves = float(y.max() - y.min()) > 1e-9
            if moves:
                moved.append(name)
            if not moves and name != "exposure":
                still.append(f"{name} {y[0]:.2g}")
                continue
            look = {"color": colour, "linestyle": dashes, "linewidth": 1.9}
            drawn = ps.line(ax, x, y, drawstyle="steps-mid", label=name, **look)
            key.append((drawn, name))
        ax.set_ylim(-0.04, 1.06)
        ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "", "0.5", "", "1"])
        ax.set_ylabel("level, 0 to 1")
        strip = ps.below(ax, "26%")
        codes = np.round(ps.values(frame, "stance")).astype(np.int64)
        key += _stances(strip, x, codes, ps.width_in(ax))
        if len(set(codes.tolist())) > 1:
            moved.append("stance")
        ends = f"Levers: coupling ends at {pt.signed(coupling[-1]).lstrip('+')}"
        what = ", ".join(moved) if len(moved) < 4 else f"{len(moved)} levers"
        verb = "moves" if len(moved) == 1 else "move"
        title = f"{ends}; {what} {verb}" if moved else f"{ends}; no lever moves"
        note = (
            "unchanged: " + ", ".join(still)
            if still
            else "coupling: how far the firm is its founder"
        )
        ps.head(ax, title, key, note, raised)
        return ps.finish(ax, x, strip)


def _stances(
    strip: Axes, x: ps.Floats, codes: np.ndarray[Any, np.dtype[np.int64]], width: float
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
            left, right, facecolor=colour, hatch=hatch, edgecolor=ps.INK, linewidth=0.4,
            gid=f"stance-{stance}",
        )  # fmt: skip
        seen.append(stance)
        if pt.width_of(stance, pt.SMALL) + 0.12 <= width * (end - first) / len(x):
            named.add(stance)
            strip.text(
                (left + right) / 2, 0.5, stance, ha="center", va="center", fontsize=pt.SMALL,
                color=ps.INK, zorder=4, gid="stance-name",
                bbox={"facecolor": colour, "edgecolor": "none", "pad": 1.2},
            )  # fmt: skip
    strip.set_ylim(0, 1)
    strip.set_yticks([0.5], ["stance"])
    strip.tick_params(axis="y", length=0)
    return [
        (Patch(facecolor=STANCE_LOOK[s][0], hatch=STANCE_LOOK[s][1], edgecolor=ps.INK), s)
        for s in layout.STANCES
        if s in seen and s not in named and s != "none"
    ]
