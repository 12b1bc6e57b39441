"""Looking back: what each team's decisions did, what the mechanisms did, and what luck did.

Everything is counted against runs on shared luck: the same world without action and with two named
playbooks, the same course with one mechanism less from the first day of the game, and the same
decisions in 200 other worlds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, NamedTuple

import numpy as np

from sim.classroom.course import fall, moving_month, net_fans, played
from sim.classroom.debrief.causes import Part, parts_of
from sim.classroom.debrief.elsewhere import (
    OTHER_WORLDS,
    Floats,
    Spread,
    _Outcome,
    _place,
    _spread,
    other_worlds,
)
from sim.classroom.game import Game
from sim.classroom.members import team_name
from sim.classroom.rules import BEFORE, NO_ACTION, PLAYBOOKS, QUARTER_DAYS, Decision
from sim.classroom.score import measures, points, total
from sim.engine.threads import cores
from sim.scenario.scenario import Scenario

WORLDS_OF_STRONGEST: Final = 20
# Falls below this many points of a hundred are not taken apart (assumption).
LEAST_FALL: Final = 5.0

Told = Callable[[float], bool]


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
    parts: list[Part]
    spread: Spread


class Beside(NamedTuple):
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
    beside: list[Beside]


def curve_of(series: Floats) -> Floats:
    """Return monthly net fans from a quarter before the game on, float64 (days,)."""
    return moving_month(net_fans(series))[BEFORE - QUARTER_DAYS :]


def debrief(game: Game, told: Told, worlds: int = OTHER_WORLDS) -> Debrief | None:
    """Work out the debrief of a game that has ended.

    Parameters
    ----------
    game : Game
        At least one quarter played.
    told : callable
        Told the share done, 0 to 1; returns whether to go on.
    worlds : int
        Other worlds to look at.

    Returns
    -------
    Debrief or None
        None where ``told`` said to stop.
    """
    with game.lock:
        world, weights = game.world, dict(game.room.weights)
        plans = {team: game.decisions(team) for team in game.room.playing()}
    quarters = max(len(plan) for plan in plans.values())
    others = other_worlds(world, worlds)
    beside = {"no action": NO_ACTION, **PLAYBOOKS}
    courses: list[list[Decision]] = [[one] * quarters for one in beside.values()]
    courses += [list(plan) for plan in plans.values()]
    # Equal courses are played once.
    unique = {_key(course): course for course in courses}
    steps = len(unique) * worlds + 25 * len(plans)
    done = 0
    elsewhere: dict[Any, list[_Outcome]] = {}

    def outcome(course: list[Decision], scenario: Scenario) -> _Outcome:
        series = played(scenario, course).series
        return _Outcome(measures(series), fall(series))

    with ThreadPoolExecutor(cores()) as pool:
        for key, course in unique.items():
            found = []
            for one in pool.map(lambda w, c=course: outcome(c, w), others):
                found.append(one)
                done += 1
                if done % 20 == 0 and not told(done / steps):
                    pool.shutdown(cancel_futures=True)
                    return None
            elsewhere[key] = found
    idle = elsewhere[_key(courses[0])]
    idle_here = measures(played(world, courses[0]).series)
    # Totals, places and luck in points are added by ``weighed``.
    compared = []
    for name, course in zip(beside, courses, strict=False):
        series = played(world, course).series
        own = measures(series)
        seen = _spread(elsewhere[_key(course)], idle)
        compared.append(Beside(name, own, points(own, idle_here), 0.0, curve_of(series), seen))
    teams = []
    for team, plan in plans.items():
        series = played(world, plan).series
        own, depth = measures(series), fall(series)
        seen = _spread(elsewhere[_key(plan)], idle)
        luck = depth - float(np.median(seen.falls)) if worlds else 0.0
        few = others[: min(WORLDS_OF_STRONGEST, worlds)]
        parts = parts_of(world, plan, luck, few) if depth >= LEAST_FALL else []
        # What the causes leave of a fall is luck's.
        luck_share = 1.0 - sum(one.share for one in parts) if parts and luck > 0 else 0.0
        teams.append(
            TeamDebrief(
                team,
                team_name(team),
                plan,
                own,
                points(own, idle_here),
                0.0,
                0,
                curve_of(series),
                depth,
                luck,
                luck_share,
                parts,
                seen,
            )
        )
        done += 25
        if not told(min(0.99, done / steps)):
            return None
    made = Debrief(world.title, world.run.seed, quarters, weights, teams, compared)
    return weighed(made, weights)


def weighed(found: Debrief, weights: dict[str, float]) -> Debrief:
    """Return a debrief with other weights: totals, places and luck in the points anew."""

    def spread(one: Spread, here: float) -> Spread:
        totals = np.array([total(marks, weights) for marks in one.points])
        return one._replace(totals=totals, better_than=_place(totals, here))

    sums = [total(one.points, weights) for one in found.teams]
    order = sorted(sums, reverse=True)
    teams = [
        one._replace(total=here, rank=order.index(here) + 1, spread=spread(one.spread, here))
        for one, here in zip(found.teams, sums, strict=True)
    ]
    teams.sort(key=lambda one: (one.rank, one.team))
    beside = [
        one._replace(total=here, spread=spread(one.spread, here))
        for one in found.beside
        for here in [total(one.points, weights)]
    ]
    return found._replace(weights=dict(weights), teams=teams, beside=beside)


def _key(course: Sequence[Decision]) -> Any:
    return tuple(tuple(sorted(one.items())) for one in course)
