"""Runs made by hand, in which everything happens that a figure can show, and its edges."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from sim.model import layout
from sim.model.entries import Parameters
from sim.model.start import Start
from sim.runs.run import Run
from sim.scenario.playbook import Event
from sim.scenario.run_settings import RunSettings
from sim.scenario.scenario import Scenario

START = dt.date(2024, 1, 1)
PEOPLE = 1000


def make_series(days: int, **replaced: Any) -> np.ndarray:
    """Two falls, all camps, all stances, all levers: everything a figure can show."""
    day = np.arange(days, dtype=np.float64)
    luck = np.random.default_rng(1)
    wave = 0.5 - 0.5 * np.cos(2 * np.pi * day / 300)
    fans = np.round(PEOPLE * (0.05 + 0.5 * wave))
    anti = np.round(PEOPLE * 0.2 * (1 - wave) * (day > 200))
    turned = np.where(day % 300 > 200, 6.0, 0.0)
    stance = (day // 40 % 5) * (day >= 40)
    found = {
        "fans": fans,
        "anti_fans": anti,
        "silent": PEOPLE - fans - anti,
        "fan_circle": np.round(0.2 * fans),
        "resisters": np.round(0.1 * (PEOPLE - fans - anti)),
        "fan_share": fans / PEOPLE,
        "anti_fan_share": anti / PEOPLE,
        "voiced_sentiment": 0.9 - 1.2 * (1 - wave),
        "private_sentiment": 0.8 - 0.9 * (1 - wave),
        "climate": wave - 0.4,
        "attention": luck.gamma(1.0, 6.0, days),
        "stories_good": luck.poisson(2.0, days).astype(float),
        "stories_bad": luck.poisson(3.0, days).astype(float),
        "accidents": luck.poisson(0.05, days).astype(float),
        "accidents_public": luck.poisson(0.04, days).astype(float),
        "disputes": luck.poisson(0.4, days).astype(float),
        "disputes_public": luck.poisson(0.4, days).astype(float),
        "fleet": 1500.0 * day,
        "recruits": luck.poisson(4.0, days).astype(float),
        "recovered": luck.poisson(2.0, days).astype(float),
        "cooled": luck.poisson(1.0, days).astype(float),
        "fan_to_black": turned,
        "passion_turned": 0.7 * turned,
        "hostility_made": 0.6 * turned,
        "coupling": 0.4 + 0.2 * wave,
        "stance": stance,
    }
    for k, name in enumerate(layout.LEVERS):
        if name != "stance":
            found[name] = np.clip(0.1 * k + 0.2 * (day // 90 % 3), 0, 1)
    found.update(replaced)
    series = np.zeros((days, len(layout.SERIES)))
    for name, values in found.items():
        series[:, layout.SERIES_NAMES.index(name)] = values
    return series


def make_events(number: int, days: int, text: str = "") -> tuple[Event, ...]:
    kinds = ("launch event", "road accident", "founder conduct", "market", "recall")
    return tuple(
        Event(
            date=START + dt.timedelta(days=k * days // max(number, 1)),
            kind=kinds[k % 5],  # type: ignore[arg-type]
            valence="+-0"[k % 3],  # type: ignore[arg-type]
            text=text or f"Event {k + 1}: the shares fall from HK$17 to HK$9, and more (a memory)",
            source="test",
        )
        for k in range(number)
    )


def make_run(
    days: int = 700,
    events: int | tuple[Event, ...] = 0,
    series: np.ndarray | None = None,
    **fields: Any,
) -> Run:
    settings = RunSettings(start=START, days=days, **fields.pop("run", {}))
    parameters = Parameters.model_validate({"crowd": {"people": PEOPLE, "population": 1.2e6}})
    dated = make_events(events, days) if isinstance(events, int) else events
    given = {"title": "A trial", "question": "What is seen?", "events": dated}
    scenario = Scenario(run=settings, parameters=parameters, start=Start(), **{**given, **fields})
    return Run(scenario, make_series(days) if series is None else series)


def zeros(days: int) -> np.ndarray:
    return np.zeros((days, len(layout.SERIES)))


LONG = "A very long title that goes on about the founder, the firm and its fans " * 4
CHINESE = "粉转黑 fan-to-black $a^2$ \n and a second line"
EDGES: dict[str, Run] = {
    "one day": make_run(1),
    "one day with an event": make_run(1, 1),
    "three days": make_run(3, 2),
    "nothing at all": make_run(400, series=zeros(400)),
    "nothing on one day": make_run(1, series=zeros(1)),
    "no events": make_run(),
    "a month": make_run(31, 3),
    "forty events": make_run(540, 40),
    "three hundred events": make_run(540, 300),
    "ten years": make_run(3650, 40),
    "events on one day": make_run(
        365, events=tuple(e.model_copy(update={"date": START}) for e in make_events(9, 9))
    ),
    "long words": make_run(
        365, title=LONG, question=LONG, events=make_events(30, 365, LONG), run={"case": "a"}
    ),
    "no words": make_run(365, title="", question="", events=make_events(3, 365, " ")),
    "Chinese": make_run(365, title=CHINESE, events=make_events(3, 365, CHINESE)),
    "many reasons": make_run(
        365,
        3,
        run={"case": "a", "changes": tuple(f"founder.exposure = 0.{k}" for k in range(40))},
    ),
    "a huge fleet": make_run(365, series=make_series(365, fleet=1e9, fans=PEOPLE, silent=0)),
    "all against": make_run(
        365, series=make_series(365, fans=0.0, silent=0.0, anti_fans=PEOPLE, fan_circle=0.0)
    ),
}
