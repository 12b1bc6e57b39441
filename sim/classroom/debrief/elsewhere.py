"""Luck: the same decisions in other worlds, which differ from the class's own in luck alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from sim.classroom.net_fans import Floats, deepest_fall
from sim.classroom.play import played
from sim.classroom.rules import Decision
from sim.classroom.score import score_measures, score_points
from sim.engine.threads import cores
from sim.scenario.scenario import Scenario

OTHER_WORLDS: Final = 200
# How often it is asked whether to go on, in courses played.
ASK_EVERY: Final = 20

# Equal decisions have equal keys.
CourseKey: TypeAlias = tuple[tuple[tuple[str, str], ...], ...]


class CourseOutcome(NamedTuple):
    """What came of a course in one world: the measures of the score, and the deepest fall."""

    measures: dict[str, float]
    fall: float


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


def other_worlds(world: Scenario, count: int = OTHER_WORLDS) -> list[Scenario]:
    """Return worlds that differ from a game's in luck alone: the seeds after its own."""
    first = world.run.seed + 1
    return [world.with_values({"run.seed": first + k}) for k in range(count)]


def course_key(course: Sequence[Decision]) -> CourseKey:
    """Return what tells a course of decisions from others."""
    return tuple(tuple(sorted(one.items())) for one in course)


def distinct(courses: Iterable[Sequence[Decision]]) -> dict[CourseKey, Sequence[Decision]]:
    """Return the courses by key, equal ones once."""
    return {course_key(course): course for course in courses}


def played_elsewhere(
    courses: Mapping[CourseKey, Sequence[Decision]],
    worlds: Sequence[Scenario],
    go_on: Callable[[int], bool],
) -> dict[CourseKey, list[CourseOutcome]] | None:
    """Play courses in other worlds, on all processors.

    Parameters
    ----------
    courses : mapping of CourseKey to course
        As ``distinct`` gives them.
    worlds : sequence of Scenario
    go_on : callable
        Told how many have been played; returns whether to go on.

    Returns
    -------
    dict of CourseKey to list of CourseOutcome, or None
        By course, an outcome for each world; None where ``go_on`` said to stop.
    """
    done = 0
    elsewhere: dict[CourseKey, list[CourseOutcome]] = {}
    with ThreadPoolExecutor(cores()) as pool:
        for key, course in courses.items():
            found = []
            for one in pool.map(lambda world, own=course: _outcome(world, own), worlds):
                found.append(one)
                done += 1
                if done % ASK_EVERY == 0 and not go_on(done):
                    pool.shutdown(cancel_futures=True)
                    return None
            elsewhere[key] = found
    return elsewhere


def spread_of(found: Sequence[CourseOutcome], idle: Sequence[CourseOutcome]) -> Spread:
    """Return a course's outcomes in other worlds, marked against doing nothing in each of them.

    Totals and place are not worked out yet: they need weights, see ``outcomes.weighed``.
    """
    return Spread(
        [score_points(one.measures, none.measures) for one, none in zip(found, idle, strict=True)],
        np.zeros(len(found)),
        np.array([one.measures["reputation"] for one in found]),
        np.array([one.fall for one in found]),
        float("nan"),
    )


def share_below(values: Floats, here: float) -> float:
    """Return the share of values below one, equal ones counted half; nan where there are none."""
    if not len(values):
        return float("nan")
    equal = np.isclose(values, here, rtol=0.0, atol=1e-9)
    return float(np.mean((values < here) & ~equal) + 0.5 * np.mean(equal))


def _outcome(world: Scenario, course: Sequence[Decision]) -> CourseOutcome:
    series = played(world, course).series
    return CourseOutcome(score_measures(series), deepest_fall(series))
