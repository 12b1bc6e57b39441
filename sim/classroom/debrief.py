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
from numpy.typing import NDArray

from sim.classroom.course import changes_of, fall, moving_month, net_fans, played
from sim.classroom.game import Game
from sim.classroom.members import team_name
from sim.classroom.rules import BEFORE, NO_ACTION, PLAYBOOKS, QUARTER_DAYS, Decision, quarter_first
from sim.classroom.score import measures, points, total
from sim.engine import cores
from sim.interactive import InteractiveRun
from sim.mechanisms import MECHANISMS
from sim.scenario import Scenario

Floats = NDArray[np.float64]
OTHER_WORLDS: Final = 200
# The strongest mechanisms are looked at in so many other worlds too.
STRONGEST: Final = 6
WORLDS_OF_STRONGEST: Final = 20
# Falls below this many points of a hundred are not taken apart (assumption).
LEAST_FALL: Final = 5.0
# What a fall is told to come from: the causes that the essays name. The other mechanisms are how a
# fall goes (that fans turn at all, that stories follow stories) and are listed beside them.
CAUSES: Final = (
    "coupling", "expectation", "idealisation", "perfect-idol", "base-effect", "heavy-tail",
    "hitchhiking", "conservation", "own-goal", "loss-aversion",
)  # fmt: skip

Told = Callable[[float], bool]


class Part(NamedTuple):
    """What one mechanism did to a team's fall.

    Attributes
    ----------
    name, meaning : str
    effect : float
        Points by which the fall would have been smaller without it, in this world.
    share : float
        Of the causes' positive effects and luck, 0 to 1; 0 where it held the team up, or is no
        cause.
    elsewhere : float
        The mean effect in twenty other worlds; nan where it was not looked at.
    """

    name: str
    meaning: str
    effect: float
    share: float
    elsewhere: float


class Spread(NamedTuple):
    """The same decisions in other worlds.

    Attributes
    ----------
    points : list of dict
        By world, the points of each measure.
    totals, reputations, falls : float64 (worlds,)
    better_than : float
        The share of them in which the total was lower than in the class's own world, equal
        ones counted half.
    """

    points: list[dict[str, float]]
    totals: Floats
    reputations: Floats
    falls: Floats
    better_than: float


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


class _Outcome(NamedTuple):
    measures: dict[str, float]
    fall: float


def other_worlds(world: Scenario, count: int = OTHER_WORLDS) -> list[Scenario]:
    """Return worlds that differ from a game's in luck alone: the seeds after its own."""
    first = world.run.seed + 1
    return [world.with_values({"run.seed": first + k}) for k in range(count)]


def curve_of(series: Floats) -> Floats:
    """Return monthly net fans from a quarter before the game on, float64 (days,)."""
    return moving_month(net_fans(series))[BEFORE - QUARTER_DAYS :]


def ablations(world: Scenario, decisions: Sequence[Decision], names: Sequence[str]) -> list[float]:
    """Return how much smaller a course's fall is without each mechanism, points.

    Each is switched off from the first day of the game, with the same decisions and luck.
    """
    days = quarter_first(len(decisions)) - BEFORE
    eve = InteractiveRun(world, changes_of(world, decisions), BEFORE)
    own = fall(eve.series_without((), days))
    return [own - fall(eve.series_without((name,), days)) for name in names]


def switches(world: Scenario) -> list[str]:
    """Return the mechanisms that are at work in a world and can be switched off in its midst."""
    off = set(world.run.without)
    return [one.name for one in MECHANISMS if not one.on and one.name not in off]


def parts_of(
    world: Scenario, decisions: Sequence[Decision], luck: float, others: Sequence[Scenario]
) -> list[Part]:
    """Return what the mechanisms did to a fall, the strongest first.

    The share is of the sum of the causes' positive effects and of luck where that is positive:
    effects overlap, and do not add up to the fall.
    """
    names = switches(world)
    effects = dict(zip(names, ablations(world, decisions, names), strict=True))
    whole = sum(max(0.0, effects.get(name, 0.0)) for name in CAUSES) + max(0.0, luck)
    order = sorted(names, key=lambda name: (name not in CAUSES, -effects[name]))
    elsewhere = dict.fromkeys(names, float("nan"))
    if others:
        strongest = order[:STRONGEST]
        found = np.array([ablations(one, decisions, strongest) for one in others]).mean(axis=0)
        elsewhere |= dict(zip(strongest, found.tolist(), strict=True))
    meaning = {one.name: one.meaning for one in MECHANISMS}
    return [
        Part(
            name, meaning[name], effects[name],
            max(0.0, effects[name]) / whole if whole > 0 and name in CAUSES else 0.0,
            elsewhere[name],
        )
        for name in order
    ]  # fmt: skip


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
                team, team_name(team), plan, own, points(own, idle_here), 0.0, 0,
                curve_of(series), depth, luck, luck_share, parts, seen,
            )
        )  # fmt: skip
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


def _spread(found: Sequence[_Outcome], idle: Sequence[_Outcome]) -> Spread:
    """Return a course's outcomes in other worlds, marked against doing nothing in each of them."""
    return Spread(
        [points(one.measures, none.measures) for one, none in zip(found, idle, strict=True)],
        np.zeros(len(found)),
        np.array([one.measures["reputation"] for one in found]),
        np.array([one.fall for one in found]),
        float("nan"),
    )


def _place(values: Floats, here: float) -> float:
    """Return the share of values below one, equal ones counted half; nan where there are none."""
    if not len(values):
        return float("nan")
    equal = np.isclose(values, here, rtol=0.0, atol=1e-9)
    return float(np.mean((values < here) & ~equal) + 0.5 * np.mean(equal))


def _key(course: Sequence[Decision]) -> Any:
    return tuple(tuple(sorted(one.items())) for one in course)
