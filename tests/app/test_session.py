"""A visitor's session: what it shows is the engine's, and nothing that arrives can harm it."""

from __future__ import annotations

import base64
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sim
from sim.app.asked import MOST_UPLOAD
from sim.app.frame import CIRCLE, PASSION_SHIFT, REPELLED, SHOWN, SPEAKS
from sim.app.links import MOST_LINK
from sim.app.session import ACTIONS, Session
from sim.model import layout
from sim.runs.course import HAPPENINGS, INVENTED_TITLE
from sim.runs.headline import headline, ledger, wind
from sim.scenario.files import dumps, load
from tests.app.sessions import DAYS, do, firm, visit


def series_shown(frames: list[dict[str, Any]]) -> list[list[float]]:
    """Return the rows that a browser has after some frames."""
    rows: list[list[float]] = []
    for frame in frames:
        assert frame["first"] <= len(rows)
        rows[frame["first"] :] = frame["rows"]
    return rows


def test_frames_add_up_to_the_series_of_the_engine() -> None:
    one = visit()
    frames = [one.frame()]
    for what, more in (
        ("step", {"days": 5}),
        ("go_to", {"day": 2}),
        ("step", {"days": 9}),
        ("rewind", {"day": 4}),
        ("step", {"days": 20}),
    ):
        do(one, what, **more)
        frames.append(one.frame())
    rows = series_shown(frames)
    columns = [layout.SERIES_NAMES.index(name) for name in SHOWN]
    assert len(rows) == one.run.day == 24
    np.testing.assert_allclose(rows, one.run.series[:, columns], rtol=1e-4)
    np.testing.assert_allclose(rows, sim.run(firm()).series[:24, columns], rtol=1e-4)


def test_a_person_is_drawn_as_he_is() -> None:
    one = visit()
    do(one, "step", days=30)
    people = np.frombuffer(base64.b64decode(one.frame()["people"]), dtype=np.uint8)
    crowd = one.run.world.crowd
    fan = crowd.role == layout.FAN
    assert len(people) == 300
    np.testing.assert_array_equal(people & 3, crowd.role)
    np.testing.assert_array_equal(people & SPEAKS != 0, crowd.voice != 0)
    circle = fan & (crowd.passion > one.run.scenario.parameters.people.circle)
    np.testing.assert_array_equal(people & CIRCLE != 0, circle)
    repelled = (crowd.role == layout.SILENT) & (crowd.marks & layout.RESISTER != 0)
    np.testing.assert_array_equal(people & REPELLED != 0, repelled)
    np.testing.assert_array_equal((people >> PASSION_SHIFT)[fan], np.rint(7 * crowd.passion[fan]))
    assert fan.any()


def test_it_plays_on_only_when_the_last_frame_was_painted() -> None:
    one = visit()
    number = one.frame()["number"]
    do(one, "next", painted=number)
    assert one.run.day == 0  # not playing
    do(one, "play", speed=3)
    number = one.frame()["number"]
    do(one, "next", painted=number - 1)
    assert one.run.day == 0  # an old frame
    do(one, "next", painted=number)
    do(one, "next", painted=number + 1)
    assert one.run.day == 3  # told twice, or of a frame not sent
    do(one, "pause")
    do(one, "next", painted=one.frame()["number"])
    assert one.run.day == 3


def test_at_the_end_it_stops_and_plays_anew() -> None:
    one = visit()
    do(one, "play", speed=60)
    do(one, "next", painted=one.frame()["number"])
    assert (one.run.day, one.playing) == (DAYS, False)
    do(one, "play", speed=1)
    frame = one.frame()
    assert (frame["day"], frame["first"], frame["playing"]) == (0, 0, True)


def test_going_back_and_doing_otherwise_shows_both_futures() -> None:
    one = visit()
    do(one, "step", days=40)
    before = one.run.series.copy()
    do(one, "rewind", day=15)
    do(one, "lever", lever="exposure", value=0.0)
    do(one, "step", days=25)
    other = one.future()
    assert other["first"] == 15
    columns = [layout.SERIES_NAMES.index(name) for name in SHOWN]
    np.testing.assert_allclose(other["rows"], before[15:, columns], rtol=1e-4)
    np.testing.assert_array_equal(one.run.series[:15], before[:15])
    assert not np.array_equal(one.run.series, before)
    do(one, "forget")
    assert "rows" not in one.future()


def test_a_change_on_a_day_that_is_looked_at_again_parts_the_futures_too() -> None:
    one = visit()
    do(one, "step", days=40)
    one.frame()
    do(one, "go_to", day=10)
    assert "rows" not in one.future()  # only looked
    do(one, "drop", happening="accident")
    assert one.future()["first"] == 10
    assert len(one.future()["rows"]) == 30


def test_what_is_taken_home_gives_the_same_bits(tmp_path: Path) -> None:
    one = visit()
    do(one, "step", days=10)
    do(one, "lever", lever="stance", value="silent")
    do(one, "lever", lever="exposure", value=0.15)
    do(one, "step", days=5)
    do(one, "drop", happening="conduct")
    do(one, "step", days=100)
    do(one, "download", kind="toml")
    assert one.file is not None
    path = tmp_path / one.file["name"]
    path.write_text(one.file["text"], encoding="utf-8")
    np.testing.assert_array_equal(sim.run(sim.load(path)).series, one.run.series)
    number = one.file["number"]
    do(one, "download", kind="csv")
    assert one.file["number"] == number + 1
    assert one.file["text"].count("\n") == DAYS + 1


def test_a_link_opens_the_same_state() -> None:
    one = Session()
    do(one, "begin", seed=12, people=400, without=["hitchhiking", "own-goal"])
    do(one, "step", days=10)
    do(one, "lever", lever="exposure", value=0.15)
    do(one, "lever", lever="stance", value="deny")
    do(one, "step", days=10)
    do(one, "drop", happening="accident")
    do(one, "step", days=10)
    other = Session()
    other.open(one.link())
    assert other.message == ""
    np.testing.assert_array_equal(one.run.series, other.run.series)
    assert other.link() == one.link()
    assert other.run.changes == one.run.changes


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("scenario=../../etc/passwd", "scenario: no '../../etc/passwd'"),
        ("scenario=%00", "scenario: no"),
        ("day=-1", "day: '-1' is no whole number"),
        ("day=99999", "day: 99999 is not allowed, allowed is 0 to 1461"),
        ("people=1000000", "people: 1000000 is not allowed, allowed is 10 to 50,000"),
        ("people=1e9", "people: '1e9' is no whole number"),
        ("seed=" + "9" * 17, "is no whole number"),
        ("without=gravity", "without: no 'gravity'"),
        ("changes=3:exposure:2", "exposure = 2.0, allowed is a number from 0"),
        ("changes=3:exposure:nan", "exposure: 'nan' is no number"),
        ("changes=3:__class__:1", "no lever '__class__'"),
        ("changes=3", "changes: '3' is not 'day:lever:value'"),
        ("changes=99999:exposure:0.1", "changes: day 99999 is not allowed"),
        ("changes=3:event:flood", "event: no 'flood'"),
        ("eval=1", "address: no 'eval'"),
        ("a=1&" * 30, "address: too many parts"),
        ("x" * (MOST_LINK + 1), "address: longer than"),
    ],
)
def test_a_bad_link_says_so_and_shows_a_world_all_the_same(query: str, fault: str) -> None:
    one = Session()
    one.open(query)
    assert fault in one.message
    assert one.frame()["rows"] == []
    do(one, "step", days=1)


def test_a_scenario_of_ones_own_is_played() -> None:
    one = visit()
    text = dumps(firm(**{"run.seed": 9}))
    do(one, "upload", text=text)
    do(one, "step", days=DAYS)
    np.testing.assert_array_equal(one.run.series, sim.run(firm(**{"run.seed": 9})).series)
    assert one.link() == ""  # nobody else has the file


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "title: missing"),
        ("title = ", "not TOML"),
        ('title = "x"\n[run]\ndays = 9999', "run.days: the page takes at most 5,000"),
        ('title = "x"\n[crowd]\npeople = 900000', "crowd.people: the page takes at most 50,000"),
        ('title = "x"\n[network]\nkind = "file"\nfile = "/etc/passwd"', "the page opens no files"),
        ("#" * (MOST_UPLOAD + 1), "upload: larger than 100,000 bytes"),
        ('title = "x"\n[founder]\nexposre = 1', "did you mean 'founder.exposure'"),
        (None, "upload: a scenario is TOML text"),
        (17, "upload: a scenario is TOML text"),
    ],
)
def test_a_bad_file_is_refused_with_its_fault(text: Any, fault: str) -> None:
    one = visit()
    before = one.run
    one.act({"what": "upload", "text": text})
    assert fault in one.message
    assert one.run is before


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=5,
)
KEYS = (
    "painted",
    "speed",
    "days",
    "day",
    "lever",
    "value",
    "happening",
    "scenario",
    "seed",
    "people",
    "without",
    "keep",
    "text",
    "kind",
)


@given(
    actions=st.lists(
        st.fixed_dictionaries(
            {"what": st.sampled_from([*ACTIONS]) | JUNK},
            optional=dict.fromkeys(KEYS, JUNK),
        )
        | JUNK,
        max_size=5,
    )
)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_arrives_the_session_goes_on(actions: list[Any]) -> None:
    one = visit()
    for action in actions:
        one.act(action)
        assert one.run.world.people <= 50_000
        one.frame()
        one.course()
        one.future()
    one.act({"what": "begin", "people": 300})
    do(one, "step", days=1)


@pytest.mark.parametrize(
    ("action", "fault"),
    [
        ({"what": "__init__"}, "page: no action '__init__'"),
        ({"what": "open"}, "page: no action 'open'"),
        ([], "page: that was no action"),
        ({"what": "step", "days": 10**9}, "days: 1000000000 is not allowed"),
        ({"what": "step", "days": True}, "days: True is not allowed"),
        ({"what": "go_to", "day": DAYS + 1}, f"allowed is 0 to {DAYS}"),
        ({"what": "lever", "lever": "exposure", "value": float("nan")}, "a number or a name"),
        ({"what": "lever", "lever": ["exposure"], "value": 1}, "lever: a name and a value"),
        ({"what": "begin", "scenario": "/etc/passwd"}, "scenario: no '/etc/passwd'"),
        ({"what": "begin", "scenario": ["classroom"]}, "scenario: no"),
        ({"what": "begin", "without": "all"}, "without: a list of names is needed"),
        ({"what": "begin", "without": [["x"]]}, "without: no"),
    ],
)
def test_a_bad_action_is_told_and_nothing_is_done(action: Any, fault: str) -> None:
    one = visit()
    before = (one.run, one.run.day, one.notice)
    one.act(action)
    assert fault in one.message
    assert (one.run, one.run.day, one.notice) == (*before[:2], before[2] + 1)


def test_two_visitors_do_not_see_each_other_and_share_what_is_only_read() -> None:
    one, other = visit(), visit()
    do(one, "step", days=20)
    do(one, "lever", lever="exposure", value=0.0)
    assert other.run.day == 0
    assert other.run.changes == ()
    assert other.frame()["levers"]["exposure"] != 0.0
    assert one.frame()["levers"]["exposure"] == 0.0
    assert one.run.world.network is other.run.world.network
    assert one.positions is other.positions


def test_a_mechanism_switched_off_is_compared_on_the_same_luck_at_the_same_day() -> None:
    one = visit()
    do(one, "step", days=30)
    before = one.run.series.copy()
    do(one, "begin", without=["fan-to-black"], keep=True)
    assert one.run.day == 30
    assert one.course()["without"] == ["fan-to-black"]
    columns = [layout.SERIES_NAMES.index(name) for name in SHOWN]
    np.testing.assert_allclose(one.future()["rows"], before[:, columns], rtol=1e-4)
    assert one.run.series[:, layout.S_FAN_TO_BLACK].sum() == 0


def test_a_named_case_that_is_changed_loses_its_names_on_the_page() -> None:
    one = Session("xiaomi-su7")
    do(one, "step", days=100)
    assert one.course()["hypothetical"] == []
    do(one, "lever", lever="exposure", value=0.1)
    course = one.course()
    assert course["title"] == INVENTED_TITLE
    assert course["hypothetical"]
    do(one, "go_to", day=551)
    told = " ".join(flag["text"] for flag in one.course()["flags"]) + one.frame()["headline"]
    assert not any(name in told for name in ("SU7", "Xiaomi", "Lei"))


def test_the_headline_says_what_happened() -> None:
    scenario = firm()
    row = np.zeros((2, len(layout.SERIES)))
    row[0, layout.S_FANS] = 1000
    row[1, layout.S_DISPUTES_PUBLIC] = 1
    row[1, layout.S_ACCIDENTS_PUBLIC] = 2
    row[1, layout.S_FAN_TO_BLACK] = 18
    row[1, layout.S_CLIMATE] = -0.5
    told = headline(scenario, row)
    assert told == (
        "Day 2: 2 accidents in public; a dispute in public; 1.8 % of fans turned today; headwind"
    )
    assert headline(scenario, row[:0]) == "The morning of the first day: calm"
    assert [wind(value) for value in (-0.16, -0.15, 0.15, 0.16)] == [
        "headwind",
        "calm",
        "calm",
        "tailwind",
    ]


def test_the_ledger_adds_up() -> None:
    series = sim.run(firm()).series
    found = {what: value for what, value, _ in ledger(series)}
    assert found["fans who turned (fan-to-black)"] == series[:, layout.S_FAN_TO_BLACK].sum()
    carried = series[:, layout.S_HOSTILITY_MADE].sum() / series[:, layout.S_PASSION_TURNED].sum()
    assert found["passion carried over"] == pytest.approx(carried)
    assert np.isnan({what: value for what, value, _ in ledger(series[:0])}["passion carried over"])


def test_every_happening_can_be_dropped_and_is_flagged_as_ones_own() -> None:
    one = visit()
    do(one, "step", days=3)
    for happening in HAPPENINGS:
        do(one, "drop", happening=happening)
    own = [flag for flag in one.course()["flags"] if flag["own"]]
    assert [flag["text"] for flag in own] == list(HAPPENINGS)
    assert {flag["day"] for flag in own} == {3}


def test_the_scenario_that_is_taken_home_is_toml() -> None:
    one = visit()
    do(one, "download", kind="toml")
    assert one.file is not None
    assert tomllib.loads(one.file["text"])["title"] == firm().title


def test_the_page_s_parameters_are_keywords_of_the_mesa_model() -> None:
    from sim.app.page import controls, model_params

    values = {name: one["value"] for name, one in model_params().items()}
    with sim.ReputationModel(people=50, days=3, rng=1, **values) as model:
        model.step()
    assert [one["name"] for one in controls()["levers"]] == list(layout.LEVERS)
    assert all(one["meaning"] for one in controls()["levers"])


def test_sessions_of_one_crowd_share_network_and_layout() -> None:
    one, other = visit(), Session("classroom", firm(**{"founder.exposure": 0.1}))
    assert one.positions is other.positions
    assert one.run.world.network is other.run.world.network


def test_sixty_sessions_at_once_see_nothing_of_each_other() -> None:
    def played(session: Session, k: int) -> Session:
        do(session, "lever", lever="exposure", value=k / 60)
        for _ in range(10):
            do(session, "next", painted=session.frame()["number"])
            do(session, "play", speed=1)
            do(session, "next", painted=session.frame()["number"])
            if session.run.day == 5:
                do(session, "drop", happening=list(HAPPENINGS)[k % len(HAPPENINGS)])
        return session

    seeds = [k % 7 for k in range(60)]
    sessions = [Session("classroom", firm(**{"run.seed": seed})) for seed in seeds]
    with ThreadPoolExecutor(60) as crowd:
        list(crowd.map(played, sessions, range(60)))
    for k, (seed, one) in enumerate(zip(seeds, sessions, strict=True)):
        alone = played(Session("classroom", firm(**{"run.seed": seed})), k)
        assert one.run.changes == alone.run.changes
        assert one.run.day == alone.run.day > 9
        np.testing.assert_array_equal(one.run.series, alone.run.series)
        assert one.frame()["people"] == alone.frame()["people"]


def test_who_is_in_the_news_is_lit() -> None:
    one = Session("classroom", firm(**{"run.incidents": "dated"}))
    assert one.frame()["news"] == {"outlets": [0.0] * len(one.scene()["outlets"]), "founder": 0.0}
    do(one, "drop", happening="launch")
    do(one, "step", days=1)
    news = one.frame()["news"]
    named = [layout.S_STORIES_GOOD_FOUNDER, layout.S_STORIES_BAD_FOUNDER]
    assert news["founder"] == one.run.series[0, named].sum()
    assert max(news["outlets"]) > 0.2


@pytest.mark.parametrize(
    "value", [2.0, 10**400, -1, "high"], ids=["above", "huge", "below", "word"]
)
def test_a_refused_lever_leaves_the_course_as_it_was(value: Any) -> None:
    one = visit()
    do(one, "step", days=20)
    do(one, "lever", lever="exposure", value=0.3)
    do(one, "step", days=20)
    one.frame()
    do(one, "go_to", day=10)
    before = (one.run.changes, one.furthest, one.parted)
    one.act({"what": "lever", "lever": "exposure", "value": value})
    assert one.message
    one.act({"what": "drop", "happening": "flood"})
    assert "event: no 'flood'" in one.message
    assert (one.run.changes, one.furthest, one.parted) == before


def test_a_rumour_that_is_dropped_does_not_wake_those_that_never_spread() -> None:
    quiet = load("byd-low-profile")
    rumours = [event for event in quiet.within if event.kind == "rumour"]
    assert rumours
    assert quiet.parameters.conversation.rumour_telling == 0.0
    one = Session("byd-low-profile")
    do(one, "begin", people=300)
    do(one, "step", days=364)
    before = one.run.series.copy()
    do(one, "drop", happening="rumour")
    np.testing.assert_array_equal(one.run.series, before)


@pytest.mark.parametrize(
    "text",
    [
        'title = "x"\n[[events]]\ndate = 2026-01-02\nkind = "rumour"\n'
        + "set.exposure"
        + ".a" * 3000
        + " = 1",
        'title = "\ud800"',
        "[" + "a." * 9000 + "a]\n" + "\n".join(f"k{k} = 1" for k in range(2000)),
        'title = "x"\n[network]\naudience = 2000\n[crowd]\npeople = 50000',
    ],
    ids=["deep", "surrogate", "quadratic", "ties"],
)
def test_a_file_that_would_cost_too_much_is_refused_at_once(text: str) -> None:
    one = visit()
    before = one.run
    one.act({"what": "upload", "text": text})
    assert one.message
    assert one.run is before


def test_a_link_is_written_only_of_what_anybody_can_open() -> None:
    shipped_one, own = Session(), visit()
    do(own, "step", days=1)
    assert own.link() == ""
    do(own, "begin", scenario="tesla-2024")
    assert "scenario=tesla-2024" in own.link()
    do(shipped_one, "lever", lever="exposure", value=5e-05)
    other = Session()
    other.open(shipped_one.link())
    assert other.message == ""
    assert other.run.changes == shipped_one.run.changes
