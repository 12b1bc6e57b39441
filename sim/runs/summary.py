"""What a run sums up to: one table of names, words and units, and how each number is written.

Everyone who shows a number of ``Run.summary`` reads this table: the command line, figures, the
page, a class, sweeps and comparisons. How each is worked out stands in ``sim.runs.measures``.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Form = Literal["share", "count", "decimal", "fraction", "signed"]


class Measure(NamedTuple):
    """One number that a run sums up to.

    Attributes
    ----------
    name : str
        In ``Run.summary``, and as an outcome of a sweep.
    words : str
        What it is, as it stands in a sentence.
    unit : str
    form : {"share", "count", "decimal", "fraction", "signed"}
        How it is written: 12.3 %, 1,234, 12.3, 0.12 or +0.12.
    """

    name: str
    words: str
    unit: str
    form: Form

    @property
    def label(self) -> str:
        """The words as they begin a line."""
        return self.words[:1].upper() + self.words[1:]

    def written(self, value: float) -> str:
        """Return a value as a reader writes it, without its unit."""
        if self.form == "share":
            return f"{100 * value:.1f} %"
        if self.form == "signed":
            return f"{value:+.2f}"
        digits = {"count": 0, "decimal": 1, "fraction": 2}[self.form]
        return f"{value:,.{digits}f}"


SUMMARY: Final = (
    Measure("fan_share_end", "fans at the end", "of the crowd", "share"),
    Measure("fan_share_peak", "fans at their peak", "of the crowd", "share"),
    Measure("anti_fan_share_end", "anti-fans at the end", "of the crowd", "share"),
    Measure("anti_fan_share_peak", "anti-fans at their peak", "of the crowd", "share"),
    Measure("falls", "falls of the fan share below 60 % of a peak", "falls", "count"),
    Measure("fan_to_black", "fans who turned into anti-fans (fan-to-black)", "agents", "count"),
    Measure(
        "largest_day_of_turning", "largest share of fans lost in a day", "of the fans", "share"
    ),
    Measure("climate_mean", "mean climate of opinion", "-1 to 1", "signed"),
    Measure("climate_lowest", "lowest climate of opinion", "-1 to 1", "signed"),
    Measure("voiced_sentiment_mean", "mean voiced sentiment", "-1 to 1", "signed"),
    Measure("attention_peak", "peak attention", "stories", "decimal"),
    Measure("stories_good", "good stories", "stories", "count"),
    Measure("stories_bad", "bad stories", "stories", "count"),
    Measure("accidents", "accidents", "accidents", "count"),
    Measure("accidents_public", "accidents that became public", "accidents", "count"),
    Measure("disputes", "quality disputes", "disputes", "count"),
    Measure("disputes_public", "quality disputes that became public", "disputes", "count"),
    Measure("units_sold", "units sold", "units", "count"),
    Measure("fleet_end", "fleet at the end", "units", "count"),
    Measure("coupling_end", "founder-firm coupling at the end", "0 to 1", "fraction"),
)
SUMMARY_NAMES: Final = tuple(measure.name for measure in SUMMARY)
_BY_NAME: Final = {measure.name: measure for measure in SUMMARY}


def in_words(outcome: str) -> str:
    """Return an outcome in plain words with its unit, as on an axis.

    Parameters
    ----------
    outcome : str
        A name of the summary, or ``series.statistic`` or ``series.statistic[first:end]``.
    """
    if outcome in _BY_NAME:
        measure = _BY_NAME[outcome]
        return (
            measure.words
            if measure.unit in measure.words
            else (f"{measure.words} ({measure.unit})")
        )
    name, _, rest = outcome.partition(".")
    statistic, _, days = rest.partition("[")
    words = name.replace("_", " ")
    if statistic:
        words += f", {statistic}"
    if days:
        first, _, end = days.rstrip("]").partition(":")
        words += f" of days {first or 0} to {end or 'the last'}"
    return words
