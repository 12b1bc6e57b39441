"""The table of what a run sums up to: it covers the summary, and writes each number."""

from __future__ import annotations

import pytest

import sim
from sim.runs.summary import SUMMARY, SUMMARY_NAMES, Measure, in_words

# A sample of each number, and how it is written.
WRITTEN: dict[str, tuple[float, str]] = {
    "fan_share_end": (0.1234, "12.3 %"),
    "fan_share_peak": (1.0, "100.0 %"),
    "anti_fan_share_end": (0.0, "0.0 %"),
    "anti_fan_share_peak": (0.00049, "0.0 %"),
    "falls": (2.0, "2"),
    "fan_to_black": (12_345.0, "12,345"),
    "largest_day_of_turning": (0.056, "5.6 %"),
    "climate_mean": (0.125, "+0.12"),
    "climate_lowest": (-0.5, "-0.50"),
    "voiced_sentiment_mean": (-0.004, "-0.00"),
    "attention_peak": (12.34, "12.3"),
    "stories_good": (1_000.0, "1,000"),
    "stories_bad": (0.0, "0"),
    "accidents": (7.0, "7"),
    "accidents_public": (3.0, "3"),
    "disputes": (41.0, "41"),
    "disputes_public": (4.0, "4"),
    "units_sold": (1_234_567.0, "1,234,567"),
    "fleet_end": (300_000.0, "300,000"),
    "coupling_end": (0.756, "0.76"),
}


def test_the_table_covers_the_summary_of_a_run(tiny: sim.Scenario) -> None:
    assert list(sim.run(tiny).summary) == list(SUMMARY_NAMES)
    assert len(set(SUMMARY_NAMES)) == len(SUMMARY) == len(WRITTEN)


@pytest.mark.parametrize("measure", SUMMARY, ids=SUMMARY_NAMES)
def test_each_number_is_written_for_a_reader(measure: Measure) -> None:
    value, text = WRITTEN[measure.name]
    assert measure.written(value) == text
    assert measure.unit
    assert measure.label[:1] == measure.words[:1].upper()
    assert measure.label[1:] == measure.words[1:]


def test_outcomes_in_words() -> None:
    for measure in SUMMARY:
        words = in_words(measure.name)
        assert words.startswith(measure.words)
        assert measure.unit in words
    assert in_words("climate.mean[10:40]") == "climate, mean of days 10 to 40"
    assert in_words("voiced_sentiment.last") == "voiced sentiment, last"
