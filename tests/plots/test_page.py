"""What a page adds to its panels: flags and names of events, falls, stamp and notes."""

from __future__ import annotations

import datetime as dt
import itertools

import numpy as np
import pytest

from sim.plots import days, text
from sim.plots.event_list import MOST_NAMED
from sim.plots.events import shown_events
from sim.plots.flags import MOST_TIERS, place_flags
from sim.plots.header_and_foot import CASE_NOTE, FALL_NOTE
from sim.plots.overview import KINDS, overview
from sim.runs.falls import falls
from tests.plots.drawn import PAGES, by_gid, everything_said
from tests.plots.made_runs import EDGES, START, make_events, make_run


@pytest.mark.slow
@pytest.mark.parametrize("number", [0, 1, 3, 12, 40, 300])
@pytest.mark.parametrize("kind", ["overview", "camps"])
def test_each_event_has_one_flag_one_line_and_one_name(kind: str, number: int) -> None:
    run = make_run(540, number)
    figure = KINDS[kind](run)
    columns = 2 if kind == "overview" else 1
    flags = [str(t.get_gid()).split("-")[1:] for t in by_gid(figure, "flag-")]
    numbers = [n for first, last in flags for n in range(int(first), int(last) + 1)]
    assert sorted(numbers) == sorted(list(range(1, number + 1)) * columns)
    named = min(number, MOST_NAMED)
    assert [t.get_text() for t in by_gid(figure, "event-number")] == [
        str(k + 1) for k in range(named)
    ]
    assert len(by_gid(figure, "event-name")) == len(by_gid(figure, "event-date")) == named
    for ax in figure.axes:
        marks = [c for c in ax.collections if c.get_gid() == "event-line"]
        lines = sum(len(c.get_segments()) for c in marks)  # type: ignore[attr-defined]
        assert lines == (0 if ax.get_label() == "flags" else number)


def test_few_events_are_labelled_and_many_are_numbered() -> None:
    few = {t.get_text() for t in by_gid(overview(make_run(540, 3)), "flag-")}
    assert few == {"1 launch", "2 accident", "3 conduct"}
    many = {t.get_text() for t in by_gid(overview(make_run(540, 25)), "flag-")}
    assert all(label.replace("\N{EN DASH}", "").isdigit() for label in many)


def test_only_events_that_took_place_are_flagged() -> None:
    after = make_events(1, 10)[0].model_copy(update={"date": START + dt.timedelta(days=300)})
    events = (*make_events(5, 100), after)
    assert len(shown_events(make_run(100, events=events))) == 5
    no_dated = make_run(100, events=events, run={"incidents": "random"})
    assert [e.kind for e in shown_events(no_dated)] == [
        "launch event",
        "founder conduct",
        "market",
    ]


def test_flags_do_not_overlap_and_stay_within() -> None:
    x = days.days_of(make_run(365).daily)
    rng = np.random.default_rng(3)
    for number in (1, 5, 30, 100):
        chosen = np.sort(rng.integers(0, 365, number))
        events = [
            e.model_copy(update={"date": START + dt.timedelta(days=int(d))})
            for e, d in zip(make_events(number, 365), chosen, strict=True)
        ]
        flags = place_flags(events, x, 6.7)
        assert flags[0].first == 1
        assert flags[-1].last == number
        assert all(a.last + 1 == b.first for a, b in itertools.pairwise(flags))
        for flag in flags:
            assert flag.centre - flag.half >= -1e-9
            assert flag.centre + flag.half <= 6.7 + 1e-9
            assert 0 <= flag.tier < MOST_TIERS
        for tier in range(MOST_TIERS):
            row = [flag for flag in flags if flag.tier == tier]
            for a, b in itertools.pairwise(row):
                assert a.centre + a.half < b.centre - b.half


def test_falls_are_shaded_and_explained() -> None:
    run = make_run(700)
    found = falls(run.daily["fan_share"].to_numpy())
    assert len(found) == 2
    figure = overview(run)
    assert FALL_NOTE in everything_said(figure)
    x = days.days_of(run.daily)
    for ax in figure.axes:
        spans = [p for p in ax.patches if p.get_gid() == "fall"]
        assert [(s.get_x(), s.get_x() + s.get_width()) for s in spans] == [  # type: ignore[attr-defined]
            (x[peak], pytest.approx(x[day])) for peak, day in found
        ]
    calm = overview(make_run(100))
    assert FALL_NOTE not in everything_said(calm)


@pytest.mark.slow
@pytest.mark.parametrize("kind", PAGES)
def test_the_stamp_is_on_every_figure_that_goes_beyond_its_case(kind: str) -> None:
    beyond = make_run(200, 2, run={"case": "firm", "changes": ("founder.candour = 0.9",)})
    figure = KINDS[kind](beyond)
    assert next(t.get_text() for t in by_gid(figure, "stamp")) == "HYPOTHETICAL"
    reasons = " ".join(t.get_text() for t in by_gid(figure, "stamp-reason"))
    assert "random incidents; founder.candour = 0.9" in text.one_line(reasons)
    true = make_run(200, 2, run={"case": "firm", "incidents": "dated"})
    assert true.scenario.hypothetical == ()
    assert not by_gid(KINDS[kind](true), "stamp")
    assert "HYPOTHETICAL" not in everything_said(KINDS[kind](true))
    assert not by_gid(KINDS[kind](make_run(200, 2)), "stamp")


def test_reasons_that_do_not_fit_are_counted() -> None:
    figure = overview(EDGES["many reasons"])
    reasons = " ".join(t.get_text() for t in by_gid(figure, "stamp-reason"))
    told = reasons.removeprefix("Goes beyond what happened: ").split("; ")
    assert told[-1] == f"and {41 - (len(told) - 1)} more"


def test_a_named_case_carries_its_note() -> None:
    note = (
        "Names mark public, sourced events; all that the model adds is invented "
        "and is neither forecast nor advice."
    )
    assert note == CASE_NOTE
    for kind in (KINDS[name] for name in PAGES):
        assert note in everything_said(kind(make_run(50, run={"case": "firm"})))
        assert note not in everything_said(kind(make_run(50)))
