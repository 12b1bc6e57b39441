"""A run in words: what its overview shows, for those who cannot see it."""

from __future__ import annotations

import numpy as np

from sim.model import layout
from sim.plots import days, text
from sim.plots.events import shown_events
from sim.plots.header_and_foot import CASE_NOTE
from sim.runs.falls import falls
from sim.runs.run import DailyTable, Run


def alt_text(run: Run) -> str:
    """Return one paragraph that tells what the overview shows, panel by panel."""
    frame = run.table
    x = days.days_of(frame)
    sentences = [
        *_scenario(run, x),
        _camps(frame, x),
        _falls(frame, x),
        _sentiment(frame),
        _attention(frame, x),
        _fleet(frame),
        _conversions(frame),
        _levers(frame),
    ]
    if events := shown_events(run):
        sentences.append(
            f"{text.counted(len(events), 'dated event is', 'dated events are')} marked."
        )
    if run.scenario.run.case:
        sentences.append(CASE_NOTE)
    return " ".join(sentences)


def _scenario(run: Run, x: days.Floats) -> list[str]:
    """Return title, days, people and luck, and why the run is hypothetical where it is."""
    scenario = run.scenario
    sentences = [
        f"{text.one_line(scenario.title).rstrip('.')}.",
        f"{text.counted(len(x), 'day', 'days')} from {text.day_name(x[0])} "
        f"to {text.day_name(x[-1])}, "
        f"{text.whole(scenario.effective.crowd.people)} simulated people, "
        f"seed {scenario.run.seed}.",
    ]
    if scenario.hypothetical:
        sentences.append(f"Hypothetical: {text.one_line('; '.join(scenario.hypothetical))}.")
    return sentences


def _camps(frame: DailyTable, x: days.Floats) -> str:
    crowd = days.crowd(frame)
    fans, against, resisters = (
        days.values(frame, name) / crowd for name in ("fans", "anti_fans", "resisters")
    )
    return (
        f"Fans go from {text.share(fans[0])} to {text.share(fans[-1])} of the crowd, at most "
        f"{text.share(fans.max())} on {days.when_highest(x, fans)}; "
        f"anti-fans are at most {text.share(against.max())} "
        f"and end at {text.share(against[-1])}; resisters end at {text.share(resisters[-1])}."
    )


def _falls(frame: DailyTable, x: days.Floats) -> str:
    fallen = falls(days.values(frame, "fan_share"))
    if not fallen:
        return "The fan share never falls below 60 % of its peak."
    when = ", ".join(f"{text.day_name(x[a])} to {text.day_name(x[b])}" for a, b in fallen[:4])
    more = f" and {len(fallen) - 4} more" if len(fallen) > 4 else ""
    return f"The fan share falls {text.counted(len(fallen), 'time', 'times')}: {when}{more}."


def _sentiment(frame: DailyTable) -> str:
    voiced = days.values(frame, "voiced_sentiment")
    private = days.values(frame, "private_sentiment")
    climate = days.values(frame, "climate")
    return (
        f"Voiced sentiment is {text.signed(voiced.mean())} on average and private sentiment "
        f"{text.signed(private.mean())}; the climate of opinion moves between "
        f"{text.signed(climate.min())} and {text.signed(climate.max())}."
    )


def _attention(frame: DailyTable, x: days.Floats) -> str:
    level = days.values(frame, "attention")
    return (
        f"Attention is at most {text.brief(level.max())} on {days.when_highest(x, level)}; "
        f"{text.whole(days.values(frame, 'stories_good').sum())} good and "
        f"{text.whole(days.values(frame, 'stories_bad').sum())} bad stories appear."
    )


def _fleet(frame: DailyTable) -> str:
    total = _totals(frame)
    return (
        f"The fleet ends at {text.brief(days.values(frame, 'fleet')[-1])} units; of "
        f"{text.counted(total['accidents'], 'accident', 'accidents')} and "
        f"{text.counted(total['disputes'], 'dispute', 'disputes')}, "
        f"{text.whole(total['accidents_public'])} and {text.whole(total['disputes_public'])} "
        "become public."
    )


def _conversions(frame: DailyTable) -> str:
    total = _totals(frame)
    return (
        f"{text.whole(total['recruits'])} people become fans, "
        f"{text.whole(total['fan_to_black'])} turn from fan to anti-fan, "
        f"{text.whole(total['cooled'])} fans cool and "
        f"{text.whole(total['recovered'])} anti-fans recover; the turning carries "
        f"{text.brief(total['passion_turned'])} of admiration into "
        f"{text.brief(total['hostility_made'])} of hostility."
    )


def _levers(frame: DailyTable) -> str:
    coupling = days.values(frame, "coupling")
    moved = [name for name in layout.LEVERS if np.ptp(days.values(frame, name)) > 1e-9]
    return f"Coupling of firm and founder goes from {coupling[0]:.2f} to {coupling[-1]:.2f}; " + (
        f"these levers move: {', '.join(moved)}." if moved else "no lever moves."
    )


def _totals(frame: DailyTable) -> dict[str, float]:
    """Return the sum of each daily series, by its name."""
    return {name: float(days.values(frame, name).sum()) for name in layout.SERIES_NAMES}
