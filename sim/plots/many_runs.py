"""What figures of many runs share: looks of up to six groups, title and stamps."""

from __future__ import annotations

from typing import Final

from matplotlib.figure import Figure

from sim.experiments.results import SweepResult
from sim.plots import style, text

# Looks of up to six groups; more are not told apart.
LOOKS: Final = (
    (style.BLUE, "-"),
    (style.VERMILION, "--"),
    (style.GREEN, "-."),
    (style.PURPLE, ":"),
    (style.ORANGE, "-"),
    (style.SKY, "--"),
)


def titled(figure: Figure, result: SweepResult, told: str, stamp: str = "") -> None:
    """Put title, what is shown, and stamps on a figure of many runs."""
    width, height = figure.get_size_inches()
    room = 0.95 / height
    figure.subplots_adjust(
        top=1.0 - room - 0.1 / height,
        bottom=0.75 / height,
        left=0.85 / width,
        right=1.0 - 0.25 / width,
    )
    title = text.fitted(result.sweep.settings.title, width - 0.6, 14, "bold")
    figure.text(0.25 / width, 1.0 - 0.2 / height, title, fontsize=14, weight="bold", va="top")
    figure.text(0.25 / width, 1.0 - 0.55 / height, text.plain(told), fontsize=text.BODY, va="top")
    runs, scenario = len(result.runs), result.sweep.scenario
    foot = f"Tarpeia; {runs:,} runs, {scenario.effective.crowd.people:,} people"
    stamps = [stamp] if stamp else []
    if scenario.run.case:
        stamps.append("HYPOTHETICAL: names mark public events; neither forecast nor advice")
    figure.text(
        0.25 / width,
        0.12 / height,
        ".  ".join([foot, *stamps]),
        fontsize=text.SMALL,
        color=style.GREY,
    )
