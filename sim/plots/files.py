"""Figures as files: PNG and SVG, the same bytes whenever they are saved."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from matplotlib.figure import Figure

from sim import files
from sim.plots import style

# Dots an inch of a PNG.
DPI: Final = 150


def save(figure: Figure, directory: Path, name: str) -> tuple[Path, Path]:
    """Write ``name.png`` and ``name.svg`` and return their paths.

    The same figure gives the same bytes, whenever it is saved. A file is there whole or not at all.

    Parameters
    ----------
    figure : Figure
    directory : Path
        Made when it is not there.
    name : str
        Without an ending.

    Raises
    ------
    OSError
        When the directory cannot be written.
    """
    paths = (directory / f"{name}.png", directory / f"{name}.svg")
    for path in paths:
        _write(figure, path)
    return paths


def file_name(text: str) -> str:
    """Return a text as a file's name: letters, digits, dots, and hyphens for the rest."""
    return re.sub(r"[^a-z0-9._]+", "-", text.lower()).strip("-")


def _write(figure: Figure, path: Path) -> None:
    ending = path.suffix.removeprefix(".")
    title, _, words = str(figure.get_label()).partition("\n")
    about: dict[str, Any] = {"Title": title, "Description": words}
    if ending == "svg":
        about["Date"] = None
    with files.whole(path) as work, style.style():
        figure.savefig(work, format=ending, dpi=DPI, metadata=about)
