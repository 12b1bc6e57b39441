"""The lessons: five pages of docs/lessons, found, taken apart, and told."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NamedTuple

from sim import files
from sim.errors import TarpeiaError

# NetLogo's headings for a model's page (Wilensky 1999), with what a lesson needs beside them.
HEADINGS: Final = (
    "What is it?",
    "Write down first",
    "How it works",
    "How to use it",
    "Things to notice",
    "Things to try",
    "Extending the model",
    "Questions",
    "Answer key",
    "Sources",
)
ANSWERS: Final = "Answer key"
# As the pages have it; they are read in a checkout.
FIGURES: Final = "../../results/figures/lessons"
COMMAND: Final = "python3 scripts/tarpeia.py"


class Lesson(NamedTuple):
    """One lesson.

    Attributes
    ----------
    number : int
    title : str
    path : Path
    text : str
        Markdown.
    """

    number: int
    title: str
    path: Path
    text: str

    @property
    def sections(self) -> dict[str, str]:
        """The text under each heading."""
        parts = re.split(r"^## (.+)$", self.text, flags=re.MULTILINE)
        return dict(zip(parts[1::2], parts[2::2], strict=True))

    @property
    def minutes(self) -> tuple[int, int]:
        """The least and the most minutes that it takes."""
        found = re.search(r"^\*(\d+) to (\d+) minutes", self.text, re.MULTILINE)
        return (int(found[1]), int(found[2])) if found else (0, 0)

    @property
    def links(self) -> list[str]:
        """The parts behind the question mark of its links to the page."""
        return re.findall(r"\(http://localhost:8765/\?([^)]*)\)", self.text)

    @property
    def commands(self) -> list[str]:
        """What it has typed: each line of its shell blocks."""
        blocks = re.findall(r"```sh\n(.*?)```", self.text, re.DOTALL)
        return [line for block in blocks for line in block.splitlines() if line.strip()]

    @property
    def programs(self) -> list[str]:
        """Its Python blocks; they go on from one another."""
        return re.findall(r"```python\n(.*?)```", self.text, re.DOTALL)

    @property
    def outputs(self) -> list[str]:
        """What its programs print, a block for each that prints."""
        return re.findall(r"```text\n(.*?)```", self.text, re.DOTALL)

    def without_answers(self) -> str:
        """Return the text without the answer key."""
        return re.sub(rf"^## {ANSWERS}$.*?(?=^## )", "", self.text, flags=re.DOTALL | re.MULTILINE)


def lessons() -> list[Lesson]:
    """Return the lessons, in order."""
    found = []
    for path in sorted(files.shipped("lessons").glob("[0-9]-*.md")):
        text = path.read_text(encoding="utf-8")
        title = text.splitlines()[0].partition(": ")[2]
        found.append(Lesson(int(path.name[0]), title, path, text))
    return found


def as_here(text: str) -> str:
    """Return a lesson's text with figures and command as they are found in this installation."""
    if not files.in_checkout():
        text = text.replace(COMMAND, "tarpeia")
    return text.replace(FIGURES, files.shipped("figures").as_posix())


def lesson(number: int) -> Lesson:
    """Return a lesson by its number.

    Raises
    ------
    TarpeiaError
        If there is none.
    """
    every = lessons()
    for one in every:
        if one.number == number:
            return one
    raise TarpeiaError(f"lesson: no {number}, allowed is 1 to {len(every)}")
