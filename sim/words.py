"""What outcomes are called where people read them."""

from __future__ import annotations

from typing import Final

_SUMMARY: Final = {
    "fan_share_end": "fans at the end (share of the crowd)",
    "fan_share_peak": "fans at their peak (share of the crowd)",
    "anti_fan_share_end": "anti-fans at the end (share of the crowd)",
    "anti_fan_share_peak": "anti-fans at their peak (share of the crowd)",
    "falls": "falls below 60 % of a peak (count)",
    "fan_to_black": "fans who turned (agents)",
    "largest_day_of_turning": "fans who turned in one day, at most (share)",
    "climate_mean": "climate of opinion, mean (-1 to 1)",
    "climate_lowest": "climate of opinion, lowest (-1 to 1)",
    "voiced_sentiment_mean": "sentiment voiced, mean (-1 to 1)",
    "attention_peak": "attention at its peak (stories)",
    "units_sold": "sold (units)",
    "fleet_end": "in use at the end (units)",
    "coupling_end": "how far the firm is its founder, at the end (share)",
}


def in_words(outcome: str) -> str:
    """Return an outcome in plain words, with its unit where it has one of its own."""
    if outcome in _SUMMARY:
        return _SUMMARY[outcome]
    name, _, rest = outcome.partition(".")
    statistic, _, days = rest.partition("[")
    words = name.replace("_", " ")
    if statistic:
        words += f", {statistic}"
    if days:
        first, _, end = days.rstrip("]").partition(":")
        words += f" of days {first or 0} to {end or 'the last'}"
    return words
