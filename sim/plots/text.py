"""Words and numbers on figures: what fits, what can be written, and how numbers are said."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, Final

from matplotlib import dates as mdates
from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

# Points. Nothing on a figure is smaller than SMALL.
SMALL: Final = 9.0
BODY: Final = 10.0
HEAD: Final = 12.5
TITLE: Final = 20.0

_CHINESE: Final = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "SimHei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
)


@cache
def families() -> tuple[str, ...]:
    """Return the fonts to write with: matplotlib's own, then a Chinese one where there is one."""
    there = {font.name for font in font_manager.fontManager.ttflist}
    return ("DejaVu Sans", *[name for name in _CHINESE if name in there][:1])


@cache
def _characters() -> frozenset[int]:
    """Return the code points that the fonts at hand can write."""
    found: set[int] = set()
    for name in families():
        found |= set(font_manager.get_font(font_manager.findfont(name)).get_charmap())
    return frozenset(found)


def one_line(text: str) -> str:
    """Return the text on one line, its words one space apart."""
    return " ".join(text.split())


def plain(text: str) -> str:
    """Return the text on one line, with a square for what no font at hand can write."""
    known = _characters()
    return "".join(c if ord(c) in known else "\N{WHITE SQUARE}" for c in one_line(text))


@lru_cache(maxsize=4096)
def width_of(text: str, size: float = BODY, weight: str = "normal") -> float:
    """Return the width of a line of text, in inches."""
    if not text:
        return 0.0
    font = FontProperties(family=list(families()), size=size, weight=weight)
    # The three per cent are for hinting, which widens small letters on screen.
    return 1.03 * float(text_to_path.get_text_width_height_descent(text, font, False)[0]) / 72


def fitted(
    text: str, width: float, size: float = BODY, weight: str = "normal", clauses: bool = False
) -> str:
    """Return the text, or as much of it as ``width`` inches hold, at a word's end, and an ellipsis.

    With ``clauses`` it is rather cut after a clause that fits, if that is a third of it.
    """
    if width_of(text, size, weight) <= width:
        return text
    for mark in ("; ", " (", ": ", ", ") if clauses else ():
        clause = text.rpartition(mark)[0]
        while clause:
            if len(clause) > len(text) / 3 and width_of(clause, size, weight) <= width:
                return clause
            clause = clause.rpartition(mark)[0]
    kept = text
    while kept and width_of(kept + "…", size, weight) > width:
        shorter = kept[:-1]
        at_space = shorter.rpartition(" ")[0]
        kept = at_space if len(at_space) > 0.6 * len(shorter) else shorter
    return kept + "…"


def broken(text: str, width: float, size: float = BODY, weight: str = "normal") -> list[str]:
    """Return the text in lines of at most ``width`` inches, but for words that are longer."""
    found = [""]
    for word in text.split(" "):
        longer = f"{found[-1]} {word}".strip()
        if width_of(longer, size, weight) <= width or not found[-1]:
            found[-1] = longer
        else:
            found.append(word)
    return found


def wrapped(
    text: str, width: float, lines: int, size: float = BODY, weight: str = "normal"
) -> list[str]:
    """Return the text as at most ``lines`` lines of at most ``width`` inches."""
    found = broken(text, width, size, weight)
    if len(found) > lines:
        found = [*found[: lines - 1], " ".join(found[lines - 1 :])]
    return [fitted(one, width, size, weight) for one in found]


def brief(value: float, _: Any = None) -> str:
    """Return a number as people say it: 950, 1.2k, 100k, 1.2M, 3B."""
    size = abs(value)
    for power, letter in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if size >= 0.9995 * power:
            return f"{value / power:.3g}{letter}".replace("-", "\N{MINUS SIGN}")
    return f"{value:.3g}".replace("-", "\N{MINUS SIGN}")


def apart(value: float, _: Any = None) -> str:
    """Return the size of a number that is drawn downwards, without its sign."""
    return brief(abs(value))


def signed(value: float, _: Any = None) -> str:
    """Return a number with its sign and two decimals; zero has no sign."""
    text = f"{value:+.2f}"
    return "0" if text in ("+0.00", "-0.00") else text.replace("-", "\N{MINUS SIGN}")


def share(value: float, _: Any = None) -> str:
    """Return a share as per cent."""
    percent = 100 * value
    return f"{percent:.1f} %" if 0 < percent < 0.95 else f"{percent:.0f} %"


def whole(value: float) -> str:
    """Return a whole number with its thousands apart."""
    return f"{value:,.0f}"


def counted(value: float, one: str, many: str) -> str:
    """Return ``1 fall``, ``3 falls``, ``no falls``."""
    return f"1 {one}" if round(value) == 1 else f"{whole(value) if value else 'no'} {many}"


def day_name(number: float) -> str:
    """Return a matplotlib date number as ``3 Jun 2027``."""
    day = mdates.num2date(number)
    return f"{day.day} {day:%b %Y}"
