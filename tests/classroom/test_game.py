"""A game: what happens is kept at once, goes on after any end, and plays again to the same bits."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.classroom.briefing import MOST_HEADLINES, briefing
from sim.classroom.course import changes_of, fall, moving_month, net_fans, played
from sim.classroom.game import Game, new_opening, replay
from sim.classroom.game_file import GameFile
from sim.classroom.room import Event
from sim.classroom.rules import BEFORE, NO_ACTION, PLAYBOOKS, QUARTER_DAYS, QUARTERS, world_of
from sim.classroom.score import MEASURES, WEIGHTS, check_weights, measures, points, total
from sim.errors import TarpeiaError
from sim.model import layout
from sim.model.mechanisms import MECHANISMS
from sim.runs.interactive import InteractiveRun
from sim.scenario.files import load
from sim.scenario.scenario import Scenario

PLAIN = {"visible": "rarely", "candid": "plain", "answer": "compensate"}
LOUD = {"visible": "everywhere", "candid": "idol", "answer": "rally"}


def firm() -> Scenario:
    return load("classroom").with_values({"crowd.people": 300})


def new_game(path: Path, teams: int = 3, **how: Any) -> Game:
    return Game(GameFile(path, new_opening(firm(), seed=3, teams=teams, seconds=60.0)), **how)


def played_through(game: Game) -> None:
    for k, name in enumerate(("Ada", "Bo", "Cy")):
        game.join(name, k)
    game.ask("start")
    for quarter in range(QUARTERS):
        game.ask("vote", member=0, decision=PLAIN)
        game.ask("vote", member=1, decision=LOUD if quarter % 2 else PLAIN)
        game.ask("play")
        if quarter + 1 < QUARTERS:
            game.ask("next")


# The course and the score.


def test_a_course_is_a_scenario_whose_decisions_are_dated_changes() -> None:
    world = world_of(firm(), seed=2)
    run = played(world, [PLAIN, {}, LOUD, NO_ACTION])
    again = sim.run(sim.Scenario.model_validate(run.scenario.model_dump()))
    np.testing.assert_array_equal(again.series, run.series)
    days = [(event.date - world.run.start).days for event in changes_of(world, [PLAIN, {}, LOUD])]
    assert days == [BEFORE, BEFORE + 2 * QUARTER_DAYS]


def test_teams_share_everything_up_to_their_first_difference() -> None:
    world = world_of(firm(), seed=2)
    one, other = (played(world, [PLAIN, last]).series for last in (PLAIN, LOUD))
    differ = np.flatnonzero((one != other).any(axis=1))
    assert differ[0] == BEFORE + QUARTER_DAYS
    idle = played(world, [{}, {}]).series
    np.testing.assert_array_equal(idle[:BEFORE], one[:BEFORE])


def test_a_scenario_that_is_too_short_is_refused() -> None:
    with pytest.raises(TarpeiaError, match="needs at least 729"):
        world_of(firm().with_values({"run.days": 700}))


def test_the_months_are_means_of_28_days() -> None:
    values = np.arange(100.0)
    month = moving_month(values)
    assert month[0] == 0.0
    assert month[9] == pytest.approx(values[:10].mean())
    assert month[80] == pytest.approx(values[53:81].mean())


def test_a_fall_is_the_deepest_way_down_from_a_peak_of_the_game() -> None:
    series = np.zeros((BEFORE + 300, len(layout.SERIES)))
    series[:, layout.S_FAN_SHARE] = 0.5
    series[BEFORE + 100 : BEFORE + 200, layout.S_FAN_SHARE] = 0.2
    assert fall(series) == pytest.approx(30.0)
    series[:100, layout.S_FAN_SHARE] = 0.9  # what was long before the game does not count
    assert fall(series) == pytest.approx(30.0)


def test_doing_nothing_is_fifty_points_wherever_it_is_the_measure() -> None:
    own = measures(played(world_of(firm(), seed=2), [{}] * QUARTERS).series)
    marks = points(own, own)
    assert (marks["reputation"], marks["units"], marks["worst"]) == (50.0, 50.0, 50.0)
    assert marks["care"] == own["care"]


def test_the_measures_are_what_their_texts_say() -> None:
    series = played(world_of(firm(), seed=2), [PLAIN, LOUD, PLAIN, PLAIN]).series
    own, net = measures(series), net_fans(series)
    assert own["reputation"] == pytest.approx(net[-28:].mean())
    assert own["units"] == series[BEFORE:, layout.S_SALES].sum()
    windows = [net[k : k + 28].mean() for k in range(BEFORE, len(net) - 27)]
    assert own["worst"] == pytest.approx(min(windows))
    game = series[BEFORE:]
    candour = np.where(np.arange(len(game)) // QUARTER_DAYS == 1, 0.1, 0.9).mean()
    trouble = (game[:, layout.S_ACCIDENTS_PUBLIC] + game[:, layout.S_DISPUTES_PUBLIC]) > 0
    stood_by = (np.arange(len(game)) // QUARTER_DAYS != 1)[trouble].mean()
    assert own["care"] == pytest.approx(50 * candour + 50 * stood_by)


def test_points_stay_within_bounds_and_a_total_is_their_weighted_mean() -> None:
    own = {"reputation": 90.0, "units": 1000.0, "worst": -80.0, "care": 40.0}
    idle = {"reputation": -20.0, "units": 100.0, "worst": 30.0, "care": 0.0}
    marks = points(own, idle)
    assert marks == {"reputation": 100.0, "units": 100.0, "worst": 0.0, "care": 40.0}
    assert total(marks) == pytest.approx((40 * 100 + 25 * 100 + 10 * 40) / 100)
    assert total(marks, {**dict.fromkeys(WEIGHTS, 0.0), "care": 7.0}) == 40.0
    assert sum(one.weight for one in MEASURES) == 100.0


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        {},
        {**WEIGHTS, "luck": 1.0},
        dict.fromkeys(WEIGHTS, 0),
        {**WEIGHTS, "care": -1},
        {**WEIGHTS, "care": True},
        {**WEIGHTS, "care": "9"},
        {**WEIGHTS, "care": float("nan")},
    ],
)
def test_bad_weights_are_refused(wrong: Any) -> None:
    with pytest.raises(TarpeiaError, match="weights"):
        check_weights(wrong)


def test_a_briefing_tells_the_quarter_as_the_series_has_it() -> None:
    world = world_of(load("classroom"))
    series = played(world, [{}, {}]).series
    told = briefing(world, series)
    assert 1 <= len(told["headlines"]) <= MOST_HEADLINES
    days = [one["day"] for one in told["headlines"]]
    assert days == sorted(days)
    assert all(len(series) - QUARTER_DAYS < day <= len(series) for day in days)
    now = moving_month(net_fans(series))[-1]
    sold = series[-QUARTER_DAYS:, layout.S_SALES].sum()
    assert [one["value"] for one in told["figures"]][:2] == [f"{now:.0f}", f"{sold:,.0f}"]
    assert len(told["figures"]) == 3
    assert told["unknown"]


def test_a_mechanism_is_switched_off_in_the_midst_and_the_run_stays_as_it_was() -> None:
    world = world_of(load("classroom"), seed=4)
    eve = InteractiveRun(world, changes_of(world, [LOUD] * QUARTERS), BEFORE)
    whole = played(world, [LOUD] * QUARTERS).series
    np.testing.assert_array_equal(eve.series_without((), QUARTERS * QUARTER_DAYS), whole)
    less = eve.series_without(("fan-to-black",), QUARTERS * QUARTER_DAYS)
    np.testing.assert_array_equal(less[:BEFORE], whole[:BEFORE])
    assert whole[BEFORE:, layout.S_FAN_TO_BLACK].sum() > 0
    assert less[BEFORE:, layout.S_FAN_TO_BLACK].sum() == 0
    assert eve.day == BEFORE
    eve.advance(QUARTERS * QUARTER_DAYS)
    np.testing.assert_array_equal(eve.series, whole)
    core = [one.name for one in MECHANISMS if not one.on]
    assert all(len(eve.series_without((name,), 1)) == len(whole) for name in core)


# The file.


def test_a_game_goes_on_from_its_file_after_the_power_went(tmp_path: Path) -> None:
    path = tmp_path / "game.sqlite"
    game = new_game(path)
    member = game.join("Ada", 1)
    game.ask("start")
    game.ask("vote", member=0, decision=PLAIN)
    game.ask("play")
    game.ask("next")
    game.ask("vote", member=0, decision={"visible": "behind"})
    # Nothing is closed: what a dead laptop's disk holds is found by another one.
    for one in tmp_path.iterdir():
        shutil.copy(one, one.with_name("copy" + one.name.removeprefix("game")))
    again = Game(GameFile(tmp_path / "copy.sqlite"))
    assert again.room == game.room
    assert again.room.of(member.token).nickname == "Ada"
    assert again.file.opening == game.file.opening
    with pytest.raises(TarpeiaError, match="another program has this game open"):
        GameFile(path)
    np.testing.assert_array_equal(again.series(1), game.series(1))


def test_a_process_that_is_killed_loses_nothing_that_was_answered(tmp_path: Path) -> None:
    path = tmp_path / "game.sqlite"
    program = (
        "import os, signal, sys; sys.path.insert(0, sys.argv[2])\n"
        "from pathlib import Path\n"
        "from tests.classroom.test_game import PLAIN, new_game\n"
        "game = new_game(Path(sys.argv[1])); game.join('Ada', 1); game.ask('start')\n"
        "game.ask('vote', member=0, decision=PLAIN); game.ask('play')\n"
        "print('played', flush=True)\n"
        "os.kill(os.getpid(), getattr(signal, 'SIGKILL', signal.SIGTERM))\n"
    )
    root = str(Path(sim.__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", program, str(path), root],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "played" in done.stdout, done.stderr
    assert done.returncode != 0
    game = Game(GameFile(path))
    assert game.room.decided[0][1] == PLAIN
    assert replay(game.file) == (3, [])


def test_a_game_plays_again_to_the_same_bits_and_a_changed_one_is_told(tmp_path: Path) -> None:
    path = tmp_path / "game.sqlite"
    game = new_game(path)
    played_through(game)
    game.ask("undo")
    game.ask("vote", member=2, decision=LOUD)
    game.ask("play")
    game.ask("end")
    game.file.close()
    file = GameFile(path)
    assert replay(file) == (3 * QUARTERS, [])
    file.close()
    with sqlite3.connect(path) as base:
        base.execute("UPDATE results SET digest = 'no' WHERE quarter = 1 AND team = 2")
    base.close()
    file = GameFile(path)
    count, faults = replay(file)
    assert (count, len(faults)) == (3 * QUARTERS, 1)
    assert faults[0].startswith("quarter 2, team 3")


def test_a_name_that_is_deleted_is_nowhere_in_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "game.sqlite"
    game = new_game(path)
    token = game.join("Ludmilla", 0).token.encode()
    game.join("Bo", 0)
    game.ask("start")
    game.ask("vote", member=0, decision=PLAIN)
    assert b"Ludmilla" in b"".join(one.read_bytes() for one in tmp_path.iterdir())
    game.ask("forget", member=0)
    left = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    assert b"Ludmilla" not in left
    assert token not in left
    assert b"Bo" in left
    room = game.room
    game.file.close()
    again = Game(GameFile(path))
    assert again.room == room
    assert again.room.votes[0] == {}


def test_what_is_refused_is_not_written_down(tmp_path: Path) -> None:
    game = new_game(tmp_path / "game.sqlite")
    game.join("Ada", 0)
    version, events = game.version, game.file.events()
    for what, data in (
        ("play", {}),
        ("vote", {"member": 0, "decision": PLAIN}),
        ("next", {}),
        ("nothing", {}),
        ("join", {"nickname": "ada", "team": 0, "code": "ABCDEF", "token": "t" * 20}),
    ):
        with pytest.raises(TarpeiaError):
            game.ask(what, **data)
    assert (game.version, game.file.events()) == (version, events)


def test_what_cannot_be_written_has_not_happened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = new_game(tmp_path / "game.sqlite")
    game.join("Ada", 0)
    game.ask("start")

    def full(results: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(game.file, "keep", full)
    with pytest.raises(TarpeiaError, match="disk is full"):
        game.ask("play")
    assert (game.room.phase, game.room.decided) == ("deciding", [])
    monkeypatch.undo()
    game.ask("play")
    assert len(game.room.decided) == 1


def test_the_code_and_the_name_open_a_seat_and_neither_alone(tmp_path: Path) -> None:
    game = new_game(tmp_path / "game.sqlite")
    one, other = game.join("Ada", 0), game.join("Bo", 0)
    assert game.resume(" ada ", one.code.lower()).number == 0
    for name, code in (
        ("Bo", one.code),
        ("Ada", other.code),
        ("", one.code),
        (None, one.code),
        ("Ada", None),
        ("Ada", ""),
        ("Ada", "ÄÄÄÄÄÄ"),
        ("Ada", "\ud800"),
    ):
        with pytest.raises(TarpeiaError, match="do not belong together"):
            game.resume(name, code)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b"nonsense" * 1000),
        lambda path: path.write_bytes(b""),
        lambda path: _sql(path, "CREATE TABLE more (x)"),
        lambda path: _sql(path, "CREATE VIEW more AS SELECT * FROM events"),
        lambda path: _sql(
            path, "CREATE TRIGGER more AFTER INSERT ON events BEGIN DELETE FROM results; END"
        ),
        lambda path: _sql(path, "PRAGMA application_id = 7"),
        lambda path: _sql(path, "UPDATE opening SET text = '{}'"),
        lambda path: _sql(path, "UPDATE opening SET text = '['"),
        lambda path: _sql(path, "UPDATE opening SET text = replace(text, 'days', 'dais')"),
        lambda path: _sql(path, "UPDATE opening SET text = replace(text, 'people', 'peopel')"),
        lambda path: _sql(path, "UPDATE opening SET text = replace(text, '= 300', '= 30000000')"),
        lambda path: _sql(path, "DELETE FROM opening"),
        lambda path: _sql(path, "UPDATE events SET data = '[]' WHERE number = 1"),
        lambda path: _sql(path, "UPDATE events SET what = 'win' WHERE number = 1"),
        lambda path: _sql(path, "UPDATE events SET at = 'noon' WHERE number = 2"),
        lambda path: _sql(path, "UPDATE events SET data = '{\"team\": 99}' WHERE number = 1"),
        lambda path: _sql(path, "DELETE FROM events WHERE number = 1"),
    ],
)
def test_a_file_of_a_stranger_is_refused_with_its_name(tmp_path: Path, spoil: Any) -> None:
    path = tmp_path / "game.sqlite"
    game = new_game(path)
    played_through(game)
    game.file.close()
    spoil(path)
    with pytest.raises(TarpeiaError, match=r"game\.sqlite"):
        Game(GameFile(path))


def _sql(path: Path, statement: str) -> None:
    base = sqlite3.connect(path)
    base.execute(statement)
    base.commit()
    base.close()


def test_a_file_is_not_written_over_and_a_missing_one_is_told(tmp_path: Path) -> None:
    path = tmp_path / "game.sqlite"
    game = new_game(path)
    with pytest.raises(TarpeiaError, match="nothing is overwritten"):
        GameFile(path, game.file.opening)
    with pytest.raises(TarpeiaError, match="no such file"):
        GameFile(tmp_path / "other.sqlite")


def test_an_unordered_clock_changes_nothing_but_the_time_left(tmp_path: Path) -> None:
    times = iter([10.0, 5.0, 5.0, 4.0, 3.0, 2.0])
    game = new_game(tmp_path / "game.sqlite", clock=lambda: next(times))
    game.join("Ada", 0)
    game.ask("start")
    game.ask("vote", member=0, decision=PLAIN)
    game.ask("play")
    assert game.file.events()[-1] == Event(4.0, "play", {})


def test_a_lost_answer_costs_no_seat(tmp_path: Path) -> None:
    game = new_game(tmp_path / "game.sqlite")
    first = game.join("Ada", 1, "a" * 32)
    assert game.join("Ada", 1, "a" * 32) is first
    assert len(game.room.members) == 1
    with pytest.raises(TarpeiaError, match="taken"):
        game.join("Ada", 1, "b" * 32)
    for wrong in ("short", 7, "c" * 65):
        with pytest.raises(TarpeiaError, match="token"):
            game.join("Bo", 1, wrong)


def test_a_team_that_begins_late_replays_too(tmp_path: Path) -> None:
    game = new_game(tmp_path / "game.sqlite")
    game.join("Ada", 0)
    game.ask("start")
    game.ask("play")
    game.ask("next")
    game.join("Bo", 2)
    game.ask("vote", member=1, decision=LOUD)
    game.ask("play")
    assert replay(game.file) == (6, [])


def test_the_playbooks_are_decisions_like_any_other() -> None:
    from sim.classroom.rules import check_decision

    assert all(check_decision(one) == one for one in PLAYBOOKS.values())


def test_a_named_case_is_played_as_an_invented_firm() -> None:
    case = load("participation-2011")
    world = world_of(case)
    assert case.run.case
    assert case.title != world.title == "Firm A and Founder A"
    assert [event.date for event in world.events] == [event.date for event in case.events]
    assert not any(event.text for event in world.events)
    assert world_of(world) == world
    told = str(briefing(world, played(world, [LOUD] * QUARTERS).series))
    assert "Xiaomi" not in told
    assert "Lei Jun" not in told
