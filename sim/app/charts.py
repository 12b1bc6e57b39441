"""The charts of the page: which daily series each draws, and how its lines look."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from sim.model import layout

# Strokes and gaps of a line, in pixels.
WHOLE: Final = ()
DASHED: Final = (6, 3)
DOTTED: Final = (2, 2)


class Line(NamedTuple):
    """One series in a chart.

    Attributes
    ----------
    series : str
        A name of ``layout.SERIES``.
    label : str
    colour : str
        A name of ``browser/colours.js``.
    dash : tuple of int
    """

    series: str
    label: str
    colour: str
    dash: tuple[int, ...] = WHOLE


class Chart(NamedTuple):
    """A chart.

    Attributes
    ----------
    id, title : str
    alt : str
        What it shows, for those who do not see it.
    lines : tuple of Line
    low : float
    high : float or None
        None where the axis goes as high as the lines.
    flags, incidents : bool
        Whether dated events stand above it, and what became public below.
    """

    id: str
    title: str
    alt: str
    lines: tuple[Line, ...]
    low: float = 0.0
    high: float | None = None
    flags: bool = False
    incidents: bool = False


CHARTS: Final = (
    Chart(
        "camps",
        "Camps",
        "shares of the crowd over time",
        (
            Line("fan_share", "fans", "blue"),
            Line("fan_circle_share", "fan circle", "sky", DASHED),
            Line("anti_fan_share", "anti-fans", "vermilion"),
        ),
    ),
    Chart(
        "sentiment",
        "Sentiment, voiced and private",
        "balance of praise and blame from -1 to 1",
        (
            Line("voiced_sentiment", "voiced", "blue"),
            Line("private_sentiment", "private", "purple", DASHED),
            Line("climate", "climate", "green", DOTTED),
        ),
        low=-1.0,
        high=1.0,
    ),
    Chart(
        "attention",
        "Attention and stories",
        "attention and good and bad stories a day, with flags of dated events",
        (
            Line("attention", "attention", "orange"),
            Line("stories_good", "good stories", "blue", DOTTED),
            Line("stories_bad", "bad stories", "vermilion", DASHED),
        ),
        flags=True,
    ),
    Chart(
        "fleet",
        "Fleet",
        "units in use; triangles are accidents and disputes in public",
        (Line("fleet", "units in use", "green"),),
        incidents=True,
    ),
    Chart(
        "hidden",
        "Incidents not yet known",
        "incidents that the public does not know",
        (Line("latent", "hidden", "purple"),),
    ),
)

# The series that the charts show, in the order of a row.
SHOWN: Final = (
    *(line.series for chart in CHARTS for line in chart.lines),
    "accidents_public",
    "disputes_public",
)
COLUMNS: Final = [layout.SERIES_NAMES.index(name) for name in SHOWN]


def charts() -> list[dict[str, Any]]:
    """Return the charts as the browser is told them."""
    return [
        {
            **chart._asdict(),
            "lines": [{**line._asdict(), "dash": list(line.dash)} for line in chart.lines],
        }
        for chart in CHARTS
    ]
