"""Figures: what is on them, that nothing is cut or covered, that they stay the same."""

from __future__ import annotations

import datetime as dt
import itertools
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from sim.model import layout
from sim.model.entries import Parameters
from sim.model.start import Start
from sim.plots import days, files, firm, overview, page, style, text
from sim.plots import events as plots_events
from sim.plots.alt_text import alt_text
from sim.runs.falls import falls
from sim.runs.run import Run
from sim.scenario.playbook import Event
from sim.scenario.run_settings import RunSettings
from sim.scenario.scenario import Scenario
from tests.places import ROOT

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


def drawn_texts(figure: Figure, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Text, Bbox]]:
    """Return every text that is drawn, with the pixels that it and its box take."""
    found: dict[int, tuple[Text, Bbox]] = {}
    draw = Text.draw

    def recorded(self: Text, renderer: Any, *more: Any, **named: Any) -> None:
        draw(self, renderer, *more, **named)
        if self.get_visible() and self.get_text().strip():
            patch = self.get_bbox_patch()
            box = Text.get_window_extent(self, renderer)
            boxes = [box] if patch is None else [box, patch.get_window_extent(renderer)]
            found[id(self)] = (self, Bbox.union(boxes))

    with monkeypatch.context() as patched:
        patched.setattr(Text, "draw", recorded)
        figure.canvas.draw()
    return list(found.values())


def by_gid(figure: Figure, start: str) -> list[Text]:
    return [t for t in figure.findobj(Text) if str(t.get_gid() or "").startswith(start)]  # type: ignore[misc]


def stairs_of(ax: Axes, label: str) -> np.ndarray:
    return next(p for p in ax.patches if p.get_label() == label).get_data().values  # type: ignore[attr-defined]


def everything_said(figure: Figure) -> str:
    return " ".join(t.get_text() for t in figure.findobj(Text))  # type: ignore[attr-defined]


# "observed" needs the Xiaomi case and has tests of its own.
PAGES = [kind for kind in overview.KINDS if kind != "observed"]
HARD = ("one day with an event", "nothing at all", "ten years", "long words", "many reasons")


@pytest.mark.parametrize(
    ("edge", "kind"),
    [(edge, kind) for edge in EDGES for kind in (PAGES if edge in HARD else ["overview"])],
)
def test_nothing_is_cut_or_covered(edge: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    figure = overview.KINDS[kind](EDGES[edge])
    width, height = figure.canvas.get_width_height()
    texts = drawn_texts(figure, monkeypatch)
    assert len(texts) > 5
    for drawn, box in texts:
        name = f"{drawn.get_text()!r} at {box}"
        assert min(box.x0, box.y0, width - box.x1, height - box.y1) >= 0, name
        assert drawn.get_fontsize() >= text.SMALL, name
        assert "nan" not in drawn.get_text().lower().replace("finan", ""), name
    for k, (drawn, box) in enumerate(texts):
        for other, its_box in texts[:k]:
            over_x = min(box.x1, its_box.x1) - max(box.x0, its_box.x0)
            over_y = min(box.y1, its_box.y1) - max(box.y0, its_box.y0)
            # A text's box is as high as its font: letters without descent leave two pixels.
            assert over_x < 1.5 or over_y < 3, f"{drawn.get_text()!r} over {other.get_text()!r}"


@pytest.mark.parametrize("edge", ["everything at once", "forty events", "long words"])
def test_titles_keys_and_flags_keep_off_the_panels(edge: str) -> None:
    run = {**EDGES, "everything at once": make_run(700, 12)}[edge]
    figure = overview.overview(run)
    figure.canvas.draw()
    bodies = [ax.get_window_extent() for ax in figure.axes if ax.get_label() != "flags"]
    above = [t.get_window_extent() for t in [*by_gid(figure, "flag-"), *by_gid(figure, "note")]]
    for name in overview.PANELS:
        ax = next(ax for ax in figure.axes if ax.get_label() == name)
        title = next(t for t in ax.findobj(Text) if t.get_text() == ax.get_title(loc="left"))  # type: ignore[attr-defined]
        above += [title.get_window_extent(), ax.get_legend().get_window_extent()]  # type: ignore[union-attr]
    assert len(above) > 12
    for box in above:
        assert not any(Bbox.intersection(box, body) for body in bodies)


@pytest.mark.parametrize("kind", PAGES)
def test_every_kind_has_its_panels_title_key_and_units(kind: str) -> None:
    figure = overview.KINDS[kind](make_run(700, 5))
    names = list(overview.PANELS) if kind == "overview" else [kind]
    panels = {ax.get_label(): ax for ax in figure.axes if ax.get_label() in overview.PANELS}
    assert list(panels) == names
    for name, ax in panels.items():
        assert ax.get_title(loc="left"), name
        assert ax.get_ylabel(), name
        assert ax.get_legend() is not None, name
        assert ax.has_data(), name
    shared = {tuple(ax.get_xlim()) for ax in figure.axes if ax.get_label() != "flags"}
    assert len(shared) == 1
    assert "A trial" in everything_said(figure)
    assert "What is seen?" in everything_said(figure)
    assert "seed 1; 1,000 people, each standing for 1,200; 700 days" in everything_said(figure)


def test_camps_stack_to_the_whole_crowd() -> None:
    run = make_run(300)
    ax = overview.camps(run.daily)
    labels = [text.get_text() for text in ax.get_legend().get_texts()]  # type: ignore[union-attr]
    assert labels == ["fan circle", "other fans", "silent", "resisters", "anti-fans"]
    np.testing.assert_allclose(stairs_of(ax, "anti-fans"), 1.0)
    np.testing.assert_allclose(stairs_of(ax, "other fans"), run.daily["fan_share"])
    np.testing.assert_allclose(stairs_of(ax, "fan circle"), run.daily["fan_circle"] / PEOPLE)
    np.testing.assert_allclose(
        stairs_of(ax, "resisters") - stairs_of(ax, "silent"), run.daily["resisters"] / PEOPLE
    )


def test_the_scale_of_the_camps_is_cut_only_where_all_are_silent() -> None:
    series = make_series(
        300, fans=50.0, fan_circle=5.0, anti_fans=10.0, silent=PEOPLE - 60.0, resisters=0.0
    )
    ax = overview.camps(make_run(300, series=series).daily)
    cut = next(t for t in ax.texts if t.get_gid() == "cut")
    assert cut.get_text() == "silent; scale cut from 6 % to 98 %"
    assert ax.get_ylim() == (0, 1)
    at = ax.transData.transform(np.array([(0, y) for y in (0, 0.01, 0.05, 0.06, 0.98, 0.99, 1)]))
    steps = np.diff(at[:, 1])
    assert (steps > 0).all()
    # One per cent is as high below the cut as above it.
    assert steps[0] == pytest.approx(steps[5])
    whole = overview.camps(make_run(300).daily)
    assert not [t for t in whole.texts if t.get_gid() == "cut"]


def test_sentiment_draws_voiced_private_and_climate() -> None:
    run = make_run(100)
    ax = overview.sentiment(run.daily)
    lines = {line.get_label(): np.asarray(line.get_ydata()) for line in ax.lines}
    np.testing.assert_allclose(lines["voiced"][1:-1], run.daily["voiced_sentiment"], atol=1e-9)
    np.testing.assert_allclose(lines["private"][1:-1], run.daily["private_sentiment"], atol=1e-9)
    np.testing.assert_allclose(lines["climate"][1:-1], run.daily["climate"], atol=1e-12)
    assert len({line.get_linestyle() for line in ax.lines}) >= 2
    low, high = ax.get_ylim()
    assert low < -1
    assert high > 1


def test_stories_go_up_and_down_and_keep_their_sum() -> None:
    for length in (60, 500, 1800, 3000):
        run = make_run(length)
        ax = overview.attention(run.daily)
        width = days.bin_days(days)[0]
        sizes = np.diff(np.append(np.arange(0, days, width), days))
        good, bad = stairs_of(ax, "good stories"), stairs_of(ax, "bad stories")
        assert (good * sizes).sum() == pytest.approx(run.daily["stories_good"].sum())
        assert (bad * sizes).sum() == pytest.approx(-run.daily["stories_bad"].sum())
        assert len(good) <= 150


def test_fleet_marks_what_happened_and_what_is_known() -> None:
    run = make_run(100)
    ax = overview.fleet(run.daily)
    strip = ax.get_figure().axes[1]  # type: ignore[union-attr]
    for name in ("accidents", "accidents public", "disputes", "disputes public"):
        marks = next(c for c in strip.collections if c.get_label() == name)
        assert len(marks.get_offsets()) == (run.daily[name.replace(" ", "_")] > 0).sum()  # type: ignore[arg-type]
    hollow, filled = (
        next(c for c in strip.collections if c.get_label() == name).get_facecolors()  # type: ignore[attr-defined]
        for name in ("accidents", "accidents public")
    )
    assert hollow[0].tolist() == [1, 1, 1, 1]
    assert filled[0].tolist() != [1, 1, 1, 1]
    ticks = [t.get_text() for t in ax.get_yticklabels()]
    assert any(t.endswith("k") for t in ticks), ticks


def test_conversions_and_the_passion_they_carry() -> None:
    run = make_run(120)
    ax = overview.conversions(run.daily)
    below = ax.get_figure().axes[1]  # type: ignore[union-attr]
    np.testing.assert_allclose(stairs_of(ax, "recruits"), run.daily["recruits"])
    np.testing.assert_allclose(
        stairs_of(ax, "recovered"), run.daily["recruits"] + run.daily["recovered"]
    )
    np.testing.assert_allclose(stairs_of(ax, "fan-to-black"), -run.daily["fan_to_black"])
    np.testing.assert_allclose(stairs_of(below, "admiration before"), run.daily["passion_turned"])
    np.testing.assert_allclose(stairs_of(below, "hostility after"), -run.daily["hostility_made"])


def test_levers_show_what_moves_and_name_what_does_not() -> None:
    still = {name: 0.3 for name in layout.LEVERS if name not in ("stance", "candour")}
    run = make_run(200, series=make_series(200, **still))
    ax = overview.levers(run.daily)
    labels = {p.get_label() for p in ax.patches} | {line.get_label() for line in ax.lines}
    assert {"coupling", "exposure", "candour"} <= labels
    assert not labels & {"warmth", "image", "distance", "participation", "replies"}
    note = next(t for t in ax.texts if t.get_gid() == "note")
    assert note.get_text().startswith("unchanged: image 0.3, warmth 0.3")
    assert "candour, stance move" in ax.get_title(loc="left")
    strip = ax.get_figure().axes[1]  # type: ignore[union-attr]
    spans = [str(p.get_gid()).removeprefix("stance-") for p in strip.patches]
    assert spans == ["none", "silent", "apologise", "deny", "compensate"]
    assert [t.get_text() for t in strip.texts] == [*spans[:-1], "compensate"]
    ends = [p.get_x() + p.get_width() for p in strip.patches]  # type: ignore[attr-defined]
    assert ends[-1] == pytest.approx(ax.get_xlim()[1])


def test_a_stance_too_short_to_be_named_is_in_the_key() -> None:
    stance = np.zeros(700)
    stance[300:303] = 3
    ax = overview.levers(make_run(700, series=make_series(700, stance=stance)).daily)
    strip = ax.get_figure().axes[1]  # type: ignore[union-attr]
    assert [t.get_text() for t in strip.texts] == ["none", "none"]
    labels = [t.get_text() for t in ax.get_legend().get_texts()]  # type: ignore[union-attr]
    assert labels[-1] == "deny"


def test_a_panel_draws_on_the_axes_it_is_given() -> None:
    frame = make_run(50).daily
    for name, panel in overview.PANELS.items():
        figure = style.new_figure(8, 4)
        ax = figure.add_axes((0.1, 0.1, 0.8, 0.6))
        assert panel(frame, ax) is ax, name
        assert panel(frame).get_figure() is not figure


# Page -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1, 3, 12, 40, 300])
@pytest.mark.parametrize("kind", ["overview", "camps"])
def test_each_event_has_one_flag_one_line_and_one_name(kind: str, number: int) -> None:
    run = make_run(540, number)
    figure = overview.KINDS[kind](run)
    columns = 2 if kind == "overview" else 1
    flags = [str(t.get_gid()).split("-")[1:] for t in by_gid(figure, "flag-")]
    numbers = [n for first, last in flags for n in range(int(first), int(last) + 1)]
    assert sorted(numbers) == sorted(list(range(1, number + 1)) * columns)
    named = min(number, plots_events.MOST_NAMED)
    assert [t.get_text() for t in by_gid(figure, "event-number")] == [
        str(k + 1) for k in range(named)
    ]
    assert len(by_gid(figure, "event-name")) == len(by_gid(figure, "event-date")) == named
    for ax in figure.axes:
        marks = [c for c in ax.collections if c.get_gid() == "event-line"]
        lines = sum(len(c.get_segments()) for c in marks)  # type: ignore[attr-defined]
        assert lines == (0 if ax.get_label() == "flags" else number)


def test_few_events_are_labelled_and_many_are_numbered() -> None:
    few = {t.get_text() for t in by_gid(overview.overview(make_run(540, 3)), "flag-")}
    assert few == {"1 launch", "2 accident", "3 conduct"}
    many = {t.get_text() for t in by_gid(overview.overview(make_run(540, 25)), "flag-")}
    assert all(text.replace("\N{EN DASH}", "").isdigit() for text in many)


def test_only_events_that_took_place_are_flagged() -> None:
    after = make_events(1, 10)[0].model_copy(update={"date": START + dt.timedelta(days=300)})
    events = (*make_events(5, 100), after)
    assert len(plots_events.shown_events(make_run(100, events=events))) == 5
    no_dated = make_run(100, events=events, run={"incidents": "random"})
    assert [e.kind for e in plots_events.shown_events(no_dated)] == [
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
        flags = plots_events.place_flags(events, x, 6.7)
        assert flags[0].first == 1
        assert flags[-1].last == number
        assert all(a.last + 1 == b.first for a, b in itertools.pairwise(flags))
        for flag in flags:
            assert flag.centre - flag.half >= -1e-9
            assert flag.centre + flag.half <= 6.7 + 1e-9
            assert 0 <= flag.tier < plots_events.MOST_TIERS
        for tier in range(plots_events.MOST_TIERS):
            row = [flag for flag in flags if flag.tier == tier]
            for a, b in itertools.pairwise(row):
                assert a.centre + a.half < b.centre - b.half


def test_falls_are_shaded_and_explained() -> None:
    run = make_run(700)
    found = falls(run.daily["fan_share"].to_numpy())
    assert len(found) == 2
    figure = overview.overview(run)
    assert page.FALL_NOTE in everything_said(figure)
    x = days.days_of(run.daily)
    for ax in figure.axes:
        spans = [p for p in ax.patches if p.get_gid() == "fall"]
        assert [(s.get_x(), s.get_x() + s.get_width()) for s in spans] == [  # type: ignore[attr-defined]
            (x[peak], pytest.approx(x[day])) for peak, day in found
        ]
    calm = overview.overview(make_run(100))
    assert page.FALL_NOTE not in everything_said(calm)


@pytest.mark.parametrize("kind", PAGES)
def test_the_stamp_is_on_every_figure_that_goes_beyond_its_case(kind: str) -> None:
    beyond = make_run(200, 2, run={"case": "firm", "changes": ("founder.candour = 0.9",)})
    figure = overview.KINDS[kind](beyond)
    assert next(t.get_text() for t in by_gid(figure, "stamp")) == "HYPOTHETICAL"
    reasons = " ".join(t.get_text() for t in by_gid(figure, "stamp-reason"))
    assert "random incidents; founder.candour = 0.9" in text.one_line(reasons)
    true = make_run(200, 2, run={"case": "firm", "incidents": "dated"})
    assert true.scenario.hypothetical == ()
    assert not by_gid(overview.KINDS[kind](true), "stamp")
    assert "HYPOTHETICAL" not in everything_said(overview.KINDS[kind](true))
    assert not by_gid(overview.KINDS[kind](make_run(200, 2)), "stamp")


def test_reasons_that_do_not_fit_are_counted() -> None:
    figure = overview.overview(EDGES["many reasons"])
    reasons = " ".join(t.get_text() for t in by_gid(figure, "stamp-reason"))
    told = reasons.removeprefix("Goes beyond what happened: ").split("; ")
    assert told[-1] == f"and {41 - (len(told) - 1)} more"


def test_a_named_case_carries_its_note() -> None:
    note = (
        "Names mark public, sourced events; all that the model adds is invented "
        "and is neither forecast nor advice."
    )
    assert note == overview.CASE_NOTE
    for kind in (overview.KINDS[name] for name in PAGES):
        assert note in everything_said(kind(make_run(50, run={"case": "firm"})))
        assert note not in everything_said(kind(make_run(50)))


# Files, state, words ----------------------------------------------------------------------------


def test_two_saves_are_the_same_bytes(tmp_path: Path) -> None:
    run = make_run(400, 6, title="粉转黑 & <friends>")
    for folder in ("a", "b"):
        png, svg = files.save(overview.overview(run), tmp_path / folder, "overview")
        assert png.name == "overview.png"
        assert svg.name == "overview.svg"
    figure = overview.overview(run)
    files.save(figure, tmp_path / "c", "overview")
    files.save(figure, tmp_path / "c", "overview")
    for name in ("overview.png", "overview.svg"):
        first = (tmp_path / "a" / name).read_bytes()
        assert first == (tmp_path / "b" / name).read_bytes() == (tmp_path / "c" / name).read_bytes()
    assert sorted(p.name for p in (tmp_path / "c").iterdir()) == ["overview.png", "overview.svg"]
    svg_text = (tmp_path / "a" / "overview.svg").read_text(encoding="utf-8")
    assert "dc:date" not in svg_text
    assert "Fans go from" in svg_text
    assert (tmp_path / "a" / "overview.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_a_failed_save_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises((FileExistsError, NotADirectoryError)):
        files.save(overview.camps(make_run(5).daily).get_figure(), tmp_path / "file", "x")  # type: ignore[arg-type]
    (tmp_path / "x.svg").mkdir()
    with pytest.raises((IsADirectoryError, PermissionError)):
        files.save(overview.camps(make_run(5).daily).get_figure(), tmp_path, "x")  # type: ignore[arg-type]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "x.png", "x.svg"]


def test_no_state_is_touched() -> None:
    before = dict(rcParams)
    overview.overview(make_run(60, 2))
    overview.camps(make_run(60).daily)
    assert dict(rcParams) == before


def test_pyplot_is_never_imported() -> None:
    code = (
        "import sim.plots.overview, sys;"
        "print('matplotlib.pyplot' in sys.modules, 'mesa' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stdout.split() == ["False", "False"]


@pytest.mark.parametrize("edge", EDGES)
def test_the_run_in_words(edge: str) -> None:
    run = EDGES[edge]
    words = alt_text(run)
    assert ("粉转黑" in words) == (edge == "Chinese")
    assert "\n" not in words
    assert "nan" not in words.lower().replace("finan", "")
    assert f"seed {run.scenario.run.seed}" in words
    assert ("Hypothetical" in words) == bool(run.scenario.hypothetical)
    assert (overview.CASE_NOTE in words) == bool(run.scenario.run.case)


def test_the_words_tell_the_falls_and_the_camps() -> None:
    words = alt_text(make_run(700, 2))
    assert "Fans go from 5 % to" in words
    assert "at most 55 % on 27 May 2024" in words
    assert "The fan share falls 2 times: 27 May 2024 to" in words
    assert "2 dated events are marked." in words
    assert "these levers move: exposure, candour" in words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.25, "0.25"),
        (950, "950"),
        (1200, "1.2k"),
        (100_000, "100k"),
        (999_999, "1M"),
        (1_200_000, "1.2M"),
        (3e9, "3B"),
        (-1500, "\N{MINUS SIGN}1.5k"),
    ],
)
def test_numbers_are_said_as_people_say_them(value: float, text: str) -> None:
    assert text.brief(value) == text


def test_text_is_cut_where_it_may_be() -> None:
    text = "SU7 launch: 50,000 deposits in 27 min, 88,898 in 24 h"
    assert text.fitted(text, 9.0) == text
    assert text.fitted(text, 3.2, clauses=True) == "SU7 launch: 50,000 deposits in 27 min"
    short = text.fitted(text, 1.0)
    assert short.endswith("…")
    assert text.width_of(short) <= 1.0
    assert text.fitted("", 1.0) == ""
    assert text.plain("a\n b\tc") == "a b c"
    assert text.plain("\U0010fffd") == "\N{WHITE SQUARE}"


def test_colours_are_okabe_and_itos_and_styles_differ() -> None:
    okabe_ito = {"#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00"}
    okabe_ito |= {"#CC79A7"}
    named = ("BLACK", "ORANGE", "SKY", "GREEN", "BLUE", "VERMILION", "PURPLE")
    assert {getattr(style, name) for name in named} <= okabe_ito
    assert {colour for colour, _ in firm.LEVER_LOOK.values()} <= okabe_ito | {"#595959"}
    dashes = [dash for _, dash in firm.LEVER_LOOK.values()]
    assert len(set(dashes)) == len(dashes)
    assert set(firm.LEVER_LOOK) == set(layout.LEVERS) - {"stance"}
    assert set(firm.STANCE_LOOK) == set(layout.STANCES)
