"""What stands above a panel: its title, its key and a note."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation

from sim.plots import style, text
from sim.plots.panels.axes import width_in

# Space above a panel for its title and two lines, its key and a note, in inches; points a line.
HEAD_ROOM: Final = 0.74
KEY_LINE: Final = 13.5
# Length of a key's handle, in letters.
HANDLE: Final = 1.7


def head(
    ax: Axes, title: str, key: Sequence[tuple[Any, str]], note: str, raised: float = 0.0
) -> None:
    """Write the title, below it the key, and below that a note, all above the axes.

    Nothing of it can hide data, and all of it keeps to the width of the axes. A key of two rows
    takes the place of the note. ``raised`` is the room left free below it all, in inches.
    """
    width = width_in(ax)
    figure = ax.get_figure(root=True)
    assert figure is not None
    points = 72 * raised + 4
    rows, gap = _rows([label for _, label in key], width)
    if rows == 1:
        ax.annotate(
            text.fitted(note, width, text.SMALL, clauses=True),
            (0, 1),
            (0, points),
            xycoords="axes fraction",
            textcoords="offset points",
            fontsize=text.SMALL,
            color=style.GREY,
            va="bottom",
            gid="note",
            annotation_clip=False,
        )
        points += KEY_LINE
    ax.legend(
        [handle for handle, _ in key],
        [label for _, label in key],
        loc="lower left",
        bbox_to_anchor=(0, 1),
        bbox_transform=ax.transAxes + ScaledTranslation(0, points / 72, figure.dpi_scale_trans),
        ncols=math.ceil(len(key) / rows),
        frameon=False,
        borderpad=0,
        borderaxespad=0,
        handlelength=HANDLE,
        handletextpad=0.5,
        columnspacing=gap,
        labelspacing=0.25,
    )
    points += rows * KEY_LINE + 2
    ax.set_title(text.fitted(title, width, text.HEAD, "bold", clauses=True), loc="left", pad=points)


def _rows(labels: Sequence[str], width: float) -> tuple[int, float]:
    """Return in how many rows a key of these labels fits, and the letters between its columns."""
    size = text.SMALL + 0.5
    one = [text.width_of(label, size) + (HANDLE + 0.5) * size / 72 for label in labels]
    for rows in range(1, len(one)):
        columns = math.ceil(len(one) / rows)
        gap = 1.2 if rows == 1 else 0.7
        wide = sum(max(one[c * rows : (c + 1) * rows], default=0.0) for c in range(columns))
        if wide + (columns - 1) * gap * size / 72 <= width:
            return rows, gap
    return len(one), 1.2
