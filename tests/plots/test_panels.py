"""Each panel shows what the daily series say."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model import layout
from sim.plots import days, style
from sim.plots.page import PANELS
from sim.plots.panels.attention import attention
from sim.plots.panels.camps import camps
from sim.plots.panels.conversions import conversions
from sim.plots.panels.fleet import fleet
from sim.plots.panels.levers import LEVER_LOOK, STANCE_LOOK, levers
from sim.plots.panels.sentiment import sentiment
from tests.plots.drawn import stairs_of
from tests.plots.made_runs import PEOPLE, make_run, make_series


def test_camps_stack_to_the_whole_crowd() -> None:
    run = make_run(300)
    ax = camps(run.daily)
    labels = [t.get_text() for t in ax.get_legend().get_texts()]  # type: ignore[union-attr]
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
    ax = camps(make_run(300, series=series).daily)
    cut = next(t for t in ax.texts if t.get_gid() == "cut")
    assert cut.get_text() == "silent; scale cut from 6 % to 98 %"
    assert ax.get_ylim() == (0, 1)
    at = ax.transData.transform(np.array([(0, y) for y in (0, 0.01, 0.05, 0.06, 0.98, 0.99, 1)]))
    steps = np.diff(at[:, 1])
    assert (steps > 0).all()
    # One per cent is as high below the cut as above it.
    assert steps[0] == pytest.approx(steps[5])
    whole = camps(make_run(300).daily)
    assert not [t for t in whole.texts if t.get_gid() == "cut"]


def test_sentiment_draws_voiced_private_and_climate() -> None:
    run = make_run(100)
    ax = sentiment(run.daily)
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
        ax = attention(run.daily)
        width = days.bin_days(length)[0]
        sizes = np.diff(np.append(np.arange(0, length, width), length))
        good, bad = stairs_of(ax, "good stories"), stairs_of(ax, "bad stories")
        assert (good * sizes).sum() == pytest.approx(run.daily["stories_good"].sum())
        assert (bad * sizes).sum() == pytest.approx(-run.daily["stories_bad"].sum())
        assert len(good) <= 150


def test_fleet_marks_what_happened_and_what_is_known() -> None:
    run = make_run(100)
    ax = fleet(run.daily)
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
    ax = conversions(run.daily)
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
    ax = levers(run.daily)
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
    ax = levers(make_run(700, series=make_series(700, stance=stance)).daily)
    strip = ax.get_figure().axes[1]  # type: ignore[union-attr]
    assert [t.get_text() for t in strip.texts] == ["none", "none"]
    labels = [t.get_text() for t in ax.get_legend().get_texts()]  # type: ignore[union-attr]
    assert labels[-1] == "deny"


def test_a_panel_draws_on_the_axes_it_is_given() -> None:
    frame = make_run(50).daily
    for name, panel in PANELS.items():
        figure = style.new_figure(8, 4)
        ax = figure.add_axes((0.1, 0.1, 0.8, 0.6))
        assert panel(frame, ax) is ax, name
        assert panel(frame).get_figure() is not figure


def test_colours_are_okabe_and_itos_and_styles_differ() -> None:
    okabe_ito = {"#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00"}
    okabe_ito |= {"#CC79A7"}
    named = ("BLACK", "ORANGE", "SKY", "GREEN", "BLUE", "VERMILION", "PURPLE")
    assert {getattr(style, name) for name in named} <= okabe_ito
    assert {colour for colour, _ in LEVER_LOOK.values()} <= okabe_ito | {"#595959"}
    dashes = [dash for _, dash in LEVER_LOOK.values()]
    assert len(set(dashes)) == len(dashes)
    assert set(LEVER_LOOK) == set(layout.LEVERS) - {"stance"}
    assert set(STANCE_LOOK) == set(layout.STANCES)
