"""What is drawn on a figure, and which figures there are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from sim.plots.overview import KINDS

# "observed" needs the Xiaomi case and has tests of its own.
PAGES = [kind for kind in KINDS if kind != "observed"]


def drawn_texts(figure: Figure, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Text, Bbox]]:
    """Return every text that is drawn, with the pixels that it and its box take."""
    found: dict[int, tuple[Text, Bbox]] = {}
    draw = Text.draw

    def recorded(self: Text, renderer: Any, *more: Any, **named: Any) -> None:
        draw(self, renderer, *more, **named)
        if self.get_visible() and self.get_text().strip():
            patch = self.get_bbox_patch()
            box = Text.get_window_extent(self, renderer)
            boxes = [box] if patch is None else [box, patch.get_window_extent(renderer)]
            found[id(self)] = (self, Bbox.union(boxes))

    with monkeypatch.context() as patched:
        patched.setattr(Text, "draw", recorded)
        figure.canvas.draw()
    return list(found.values())


def by_gid(figure: Figure, start: str) -> list[Text]:
    return [t for t in figure.findobj(Text) if str(t.get_gid() or "").startswith(start)]  # type: ignore[misc]


def stairs_of(ax: Axes, label: str) -> np.ndarray:
    return next(p for p in ax.patches if p.get_label() == label).get_data().values  # type: ignore[attr-defined]


def everything_said(figure: Figure) -> str:
    return " ".join(t.get_text() for t in figure.findobj(Text))  # type: ignore[attr-defined]
