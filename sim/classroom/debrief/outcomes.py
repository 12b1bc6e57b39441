"""Looking back: what each team's decisions did, what the mechanisms did, and what luck did.

Everything is counted against runs on shared luck: the same world without action and with two named
playbooks, the same course with one mechanism less from the first day of the game, and the same
decisions in 200 other worlds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np

from sim.classroom.debrief.causes import CauseShare, cause_shares
from sim.classroom.debrief.elsewhere import (
    OTHER_WORLDS,
    Spread,
    course_key,
    distinct,
    other_worlds,
    played_elsewhere,
    share_below,
    spread_of,
)
from sim.classroom.game import Game
from sim.classroom.members import team_name
from sim.classroom.net_fans import Floats, deepest_fall, game_curve
from sim.classroom.play import played
from sim.classroom.rules import NO_ACTION, PLAYBOOKS, Decision
from sim.classroom.score import score_measures, score_points, total_points
from sim.scenario.scenario import Scenario

# The strongest mechanisms are switched off in so many other worlds too.
WORLDS_OF_STRONGEST: Final = 20
# Falls below this many points of a hundred are not taken apart (assumption).
LEAST_FALL: Final = 5.0
# What it takes to look for a team's causes, in courses played.
STEPS_A_TEAM: Final = 25

# What courses are compared with, by name; the first one is what points count against.
COMPARED: Final = {"no action": NO_ACTION, **PLAYBOOKS}


class TeamDebrief(NamedTuple):
    """What is told to one team."""

    team: int
    name: str
    decisions: list[Decision]
    measures: dict[str, float]
    points: dict[str, float]
    total: float
    rank: int
    curve: Floats
    fall: float
    luck: float
    luck_share: float
    causes: list[CauseShare]
    spread: Spread


class ComparedCourse(NamedTuple):
    """A course that teams are compared with."""

    name: str
    measures: dict[str, float]
    points: dict[str, float]
    total: float
    curve: Floats
    spread: Spread


class Debrief(NamedTuple):
    """What is told to a class."""

    title: str
    seed: int
    quarters: int
    weights: dict[str, float]
    teams: list[TeamDebrief]
    beside: list[ComparedCourse]


def debrief(
    game: Game, progress: Callable[[float], bool], worlds: int = OTHER_WORLDS
) -> Debrief | None:
    """Work out the debrief of a game that has ended.

    Parameters
    ----------
    game : Game
        At least one quarter played.
    progress : callable
        Told the share done, 0 to 1; returns whether to go on.
    worlds : int
        Other worlds to look at.

    Returns
    -------
    Debrief or None
        None where ``progress`` said to stop.
    """
    with game.lock:
        world, weights = game.world, dict(game.room.weights)
        plans = {team: game.decisions(team) for team in game.room.playing()}
    quarters = max(len(plan) for plan in plans.values())
    others = other_worlds(world, worlds)
    compared = {name: [one] * quarters for name, one in COMPARED.items()}
    courses = distinct([*compared.values(), *plans.values()])
    done = len(courses) * worlds
    steps = done + STEPS_A_TEAM * len(plans)
    elsewhere = played_elsewhere(courses, others, lambda count: progress(count / steps))
    if elsewhere is None:
        return None
    idle = next(iter(compared.values()))
    idle_elsewhere = elsewhere[course_key(idle)]
    spreads = {key: spread_of(found, idle_elsewhere) for key, found in elsewhere.items()}
    idle_here = score_measures(played(world, idle).series)
    beside = [
        _beside(name, world, course, idle_here, spreads[course_key(course)])
        for name, course in compared.items()
    ]
    few = others[:WORLDS_OF_STRONGEST]
    teams = []
    for team, plan in plans.items():
        teams.append(_of_team(team, world, plan, idle_here, spreads[course_key(plan)], few))
        done += STEPS_A_TEAM
        if not progress(min(0.99, done / steps)):
            return None
    made = Debrief(world.title, world.run.seed, quarters, weights, teams, beside)
    return weighed(made, weights)


def _beside(
    name: str,
    world: Scenario,
    course: Sequence[Decision],
    idle: dict[str, float],
    spread: Spread,
) -> ComparedCourse:
    """Return a course that teams are compared with; its total is added by ``weighed``."""
    series = played(world, course).series
    own = score_measures(series)
    return ComparedCourse(name, own, score_points(own, idle), 0.0, game_curve(series), spread)


def _of_team(
    team: int,
    world: Scenario,
    plan: list[Decision],
    idle: dict[str, float],
    spread: Spread,
    few: Sequence[Scenario],
) -> TeamDebrief:
    """Return what is told to a team; total, rank and luck in points are added by ``weighed``."""
    series = played(world, plan).series
    own, fall = score_measures(series), deepest_fall(series)
    luck = fall - float(np.median(spread.falls)) if len(spread.falls) else 0.0
    causes = cause_shares(world, plan, luck, few) if fall >= LEAST_FALL else []
    return TeamDebrief(
        team=team,
        name=team_name(team),
        decisions=plan,
        measures=own,
        points=score_points(own, idle),
        total=0.0,
        rank=0,
        curve=game_curve(series),
        fall=fall,
        luck=luck,
        # What the causes leave of a fall is luck's.
        luck_share=1.0 - sum(one.share for one in causes) if causes and luck > 0 else 0.0,
        causes=causes,
        spread=spread,
    )


def weighed(found: Debrief, weights: dict[str, float]) -> Debrief:
    """Return a debrief with other weights: totals, places and luck in the points anew."""

    def spread(one: Spread, here: float) -> Spread:
        totals = np.array([total_points(marks, weights) for marks in one.points])
        return one._replace(totals=totals, better_than=share_below(totals, here))

    sums = [total_points(one.points, weights) for one in found.teams]
    order = sorted(sums, reverse=True)
    teams = [
        one._replace(total=here, rank=order.index(here) + 1, spread=spread(one.spread, here))
        for one, here in zip(found.teams, sums, strict=True)
    ]
    teams.sort(key=lambda one: (one.rank, one.team))
    beside = [
        one._replace(total=here, spread=spread(one.spread, here))
        for one in found.beside
        for here in [total_points(one.points, weights)]
    ]
    return found._replace(weights=dict(weights), teams=teams, beside=beside)
