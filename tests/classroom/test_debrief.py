"""The debrief: against doing nothing and playbooks, causes by ablation, luck by other worlds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.classroom.debrief.background import BackgroundDebrief
from sim.classroom.debrief.causes import CAUSES, ablations, cause_shares, switches
from sim.classroom.debrief.elsewhere import other_worlds
from sim.classroom.debrief.html import debrief_html
from sim.classroom.debrief.outcomes import LEAST_FALL, Debrief, debrief, weighed
from sim.classroom.debrief.pdf import debrief_pdf
from sim.classroom.debrief.words import PLAINLY, fall_sentence, luck_sentence, quarters_in_words
from sim.classroom.game import Game
from sim.classroom.game_file import GameFile
from sim.classroom.net_fans import deepest_fall
from sim.classroom.opening import new_opening
from sim.classroom.play import played
from sim.classroom.rules import NO_ACTION, PLAYBOOKS, QUARTERS, class_world
from sim.classroom.score import WEIGHTS, score_measures, score_points, total_points
from sim.model.mechanisms import SWITCHES
from sim.scenario.scenario import Scenario
from tests.classroom import small_game
from tests.classroom.small_game import LOUD, PLAIN

WORLDS = 6


def firm() -> Scenario:
    return class_world(small_game.firm(400))


@pytest.fixture(scope="module")
def game(tmp_path_factory: pytest.TempPathFactory) -> Game:
    path = tmp_path_factory.mktemp("debrief") / "game.sqlite"
    made = Game(GameFile(path, new_opening(firm(), seed=3, teams=3)))
    for k, name in enumerate(("Ada", "Bo", "Cy")):
        made.join(name, k)
    made.ask("start")
    for quarter in range(QUARTERS):
        made.ask("vote", member=0, decision=LOUD)
        made.ask("vote", member=1, decision=PLAIN)
        made.ask("play")
        if quarter + 1 < QUARTERS:
            made.ask("next")
    made.ask("end")
    return made


@pytest.fixture(scope="module")
def found(game: Game) -> Debrief:
    made = debrief(game, lambda done: True, worlds=WORLDS)
    assert made is not None
    return made


@pytest.mark.slow
def test_what_teams_stand_beside_is_played_in_the_same_world(game: Game, found: Debrief) -> None:
    assert [one.name for one in found.beside] == ["no action", *PLAYBOOKS]
    idle = score_measures(played(game.world, [NO_ACTION] * QUARTERS).series)
    for one, decision in zip(found.beside, (NO_ACTION, *PLAYBOOKS.values()), strict=True):
        own = score_measures(played(game.world, [decision] * QUARTERS).series)
        assert one.measures == own
        assert one.total == total_points(score_points(own, idle))


def test_teams_are_told_their_own_courses_and_ranked_by_points(game: Game, found: Debrief) -> None:
    totals = [one.total for one in found.teams]
    assert totals == sorted(totals, reverse=True)
    assert [one.rank for one in found.teams] == [1, 2, 3]
    for one in found.teams:
        assert one.decisions == game.decisions(one.team)
        assert one.total == pytest.approx(game.scores()[one.team]["total"])
        assert one.fall == deepest_fall(game.series(one.team))


def test_other_worlds_differ_in_luck_alone_and_are_as_many_as_asked(found: Debrief) -> None:
    worlds = other_worlds(firm(), 5)
    assert len({one.run.seed for one in worlds} | {firm().run.seed}) == 6
    assert len({one.with_values({"run.seed": 1}).content_hash for one in worlds}) == 1
    for one in found.teams:
        assert one.spread.totals.shape == (WORLDS,)
        assert len(set(one.spread.reputations.tolist())) > 1
    idle = next(one for one in found.teams if one.team == 2)
    for marks in idle.spread.points:
        assert (marks["reputation"], marks["units"], marks["worst"]) == (50.0, 50.0, 50.0)
    assert idle.spread.better_than in np.linspace(0, 1, 2 * WORLDS + 1)


def test_luck_is_the_fall_beyond_the_middle_one_of_other_worlds(found: Debrief) -> None:
    for one in found.teams:
        assert one.luck == pytest.approx(one.fall - np.median(one.spread.falls))


def test_a_cause_is_what_is_missing_without_it(game: Game, found: Debrief) -> None:
    team = next(one for one in found.teams if one.team == 0)
    assert team.fall >= LEAST_FALL, "this test needs a team that fell"
    parts = {one.name: one for one in team.causes}
    assert set(parts) == set(switches(game.world)) <= set(SWITCHES)
    again = ablations(game.world, team.decisions, ["coupling", "fan-to-black"])
    assert [parts["coupling"].effect, parts["fan-to-black"].effect] == again
    shares = sum(one.share for one in team.causes) + team.luck_share
    assert shares == pytest.approx(1.0)
    assert all(one.share == 0 for one in team.causes if one.name not in CAUSES or one.effect <= 0)
    strongest = [one for one in team.causes if one.elsewhere == one.elsewhere]
    assert len(strongest) == 6


def test_without_any_mechanism_at_work_no_cause_is_found() -> None:
    world = firm().without(list(SWITCHES))
    parts = cause_shares(world, [LOUD] * QUARTERS, 0.0, [])
    assert parts == []


def test_a_mechanism_that_is_off_is_not_switched_off_again() -> None:
    assert "coupling" not in switches(firm().without(["coupling"]))


def test_words_follow_the_numbers(found: Debrief) -> None:
    team = next(one for one in found.teams if one.team == 0)
    told = fall_sentence(team)
    shares = [int(text) for text in re.findall(r"(\d+) %", told)]
    assert 97 <= sum(shares) <= 103
    assert told.endswith("% luck in the fall.")
    assert "No fall to explain" in fall_sentence(team._replace(fall=1.0))
    lucky, unlucky = (
        luck_sentence(team._replace(spread=team.spread._replace(better_than=share)))
        for share in (0.95, 0.05)
    )
    assert lucky.startswith("Lucky")
    assert unlucky.startswith("Unlucky")
    assert set(PLAINLY) == set(CAUSES)


@pytest.mark.slow
def test_the_document_is_whole_and_holds_no_script(found: Debrief) -> None:
    title = "<script>alert(1)</script>"
    text = debrief_html(found._replace(title=title))
    assert "<script" not in text
    assert "http://" not in text
    assert "https://" not in text
    for one in found.teams:
        assert f'id="team-{one.team + 1}"' in text
        assert fall_sentence(one).replace("'", "&#x27;") in text
    assert text.count("<img ") == text.count('src="data:image/png;base64,') == 4
    assert all(alt for alt in re.findall(r'alt="([^"]*)"', text))


@pytest.mark.slow
def test_the_pdf_has_a_page_for_the_class_and_one_a_team(found: Debrief) -> None:
    made = debrief_pdf(found)
    assert made.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", made)) == 4
    assert made == debrief_pdf(found), "no date, no chance in it"


def test_it_stops_when_the_game_goes_on(game: Game) -> None:
    told: list[float] = []

    def stop(done: float) -> bool:
        told.append(done)
        return False

    assert debrief(game, stop, worlds=30) is None
    assert len(told) == 1


@pytest.mark.slow
def test_a_debrief_that_cannot_be_written_is_told(
    game: Game, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = BackgroundDebrief(game)
    monkeypatch.setattr(
        "sim.classroom.debrief.background.debrief",
        lambda *_: debrief(game, lambda done: True, worlds=1),
    )

    def refuse(self: Path, data: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    made._run = 1
    made._work(made._worked_out, 1)
    state = made.state()
    assert (state["ready"], "the disk is full" in state["fault"]) == (True, True)
    assert set(made.files()) == {"html", "pdf"}, "served, although it could not be kept"


def test_a_debrief_that_fails_says_so_and_one_that_is_out_of_date_says_nothing(
    game: Game, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = BackgroundDebrief(game)
    monkeypatch.setattr("sim.classroom.debrief.background.debrief", lambda *_: 1 // 0)
    made._work(made._worked_out, 7)
    assert made.state()["fault"] == ""
    made._work(made._worked_out, 0)
    assert made.state()["fault"].startswith("ZeroDivisionError")


def test_other_weights_change_the_marks_and_play_no_world_again(found: Debrief) -> None:
    care = {**dict.fromkeys(WEIGHTS, 0.0), "care": 5.0}
    again = weighed(found, care)
    assert [one.total for one in again.teams] == sorted(
        (one.points["care"] for one in found.teams), reverse=True
    )
    assert [one.rank for one in again.teams] == [1, 2, 3]
    for one in again.teams:
        care_there = [marks["care"] for marks in one.spread.points]
        assert one.spread.totals.tolist() == pytest.approx(care_there)
    back = weighed(again, found.weights)
    assert [one.total for one in back.teams] == [one.total for one in found.teams]


@pytest.mark.slow
def test_the_documents_stand_beside_the_game_and_go_when_it_goes_on(
    game: Game, monkeypatch: pytest.MonkeyPatch
) -> None:
    slides = game.file.path.with_suffix(".pdf")
    slides.write_bytes(b"my slides")
    made = BackgroundDebrief(game)
    monkeypatch.setattr(
        "sim.classroom.debrief.background.debrief",
        lambda *_: debrief(game, lambda done: True, worlds=1),
    )
    made._work(made._worked_out, 0)
    paths = list(made.paths().values())
    assert all(path.is_file() for path in paths)
    assert slides.read_bytes() == b"my slides"
    made.stop()
    assert not any(path.exists() for path in paths)
    assert made.state() == {"done": 0.0, "ready": False, "fault": ""}


@pytest.mark.slow
def test_a_class_of_twenty_teams_fits_its_pdf(found: Debrief) -> None:
    many = [found.teams[0]._replace(team=k, name=f"Team {k}", rank=k + 1) for k in range(20)]
    made = debrief_pdf(found._replace(teams=many))
    assert len(re.findall(rb"/Type /Page\b", made)) == 22


def test_equal_quarters_are_told_once() -> None:
    told = quarters_in_words([LOUD, LOUD, PLAIN, LOUD])
    assert [quarter for quarter, _ in told] == ["1 to 2", "3", "4"]
