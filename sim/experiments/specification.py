"""A sweep: a scenario and settings that fit it; its points, places, luck and identity."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from sim.errors import TarpeiaError, nearest
from sim.experiments.design import Point, factor, points
from sim.experiments.outcomes import Outcome, outcomes
from sim.experiments.plans import Plan
from sim.experiments.sweep_settings import SweepSettings
from sim.model.layout import SERIES_NAMES
from sim.scenario.kinds import TWICE
from sim.scenario.scenario import Scenario


class Sweep(BaseModel):
    """A sweep: a scenario and settings that fit it.

    Attributes
    ----------
    name : str
        For its folder.
    scenario : Scenario
        ``settings.base`` is applied.
    settings : SweepSettings
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: str
    scenario: Scenario
    settings: SweepSettings

    @cached_property
    def points(self) -> list[Point]:
        """The points, without plans."""
        if self.settings.points:
            return [dict(point) for point in self.settings.points]
        varied = {**self.settings.uncertainties, **self.settings.levers}
        factors = [factor(name, given) for name, given in varied.items()]
        return points(factors, self.settings.design, self.settings.samples, self.settings.seed)

    @property
    def plans(self) -> tuple[Plan | None, ...]:
        """The plans, None where there are none."""
        return self.settings.plans or (None,)

    @cached_property
    def factors(self) -> list[str]:
        """The names of what is varied, in order."""
        return list(dict.fromkeys(name for point in self.points for name in point))

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What is measured."""
        return outcomes(self.settings.outcomes, self.scenario.run.days)

    @property
    def places(self) -> int:
        """Points times plans: the point numbered k has plan k // len(points)."""
        return len(self.points) * len(self.plans)

    def at(self, place: int) -> Scenario:
        """Return the scenario of a point, numbered through the plans."""
        plan = self.plans[place // len(self.points)]
        scenario = self.scenario if plan is None else plan.applied(self.scenario)
        return scenario.with_values(self.points[place % len(self.points)])

    def luck(self, place: int, replicate: int) -> tuple[int, int]:
        """Return the seeds of a run: luck, and crowd; the same for all plans."""
        where = f"{place % len(self.points)}" if self.settings.luck == "own" else "everywhere"
        crowd = self._seed("which crowd", where, replicate) if where != "everywhere" else replicate
        return (
            self._seed("luck", where, replicate),
            self._seed("crowd", "everywhere", crowd % self.settings.crowds),
        )

    def _seed(self, of: str, where: str, number: int) -> int:
        text = f"{of} {self.settings.seed} {where} {number}"
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % 2**63

    @property
    def most_replicates(self) -> int:
        """Replicates of a point at most."""
        stop = self.settings.stop
        return self.settings.replicates if stop is None else stop.at_most

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 (hex) of what decides a run: not of how many replicates there are."""
        data = self.settings.model_dump(mode="json", exclude={"title", "question"})
        for name in ("replicates", "stop", "base"):  # the base is part of the scenario
            del data[name]
        data["scenario"] = self.scenario.content_hash
        text = json.dumps(data, separators=(",", ":"))  # in order: that of factors numbers points
        return hashlib.sha256(text.encode()).hexdigest()


def sweep_of(name: str, scenario: Scenario, settings: SweepSettings) -> Sweep:
    """Return a sweep, every point and plan checked against the scenario.

    Raises
    ------
    TarpeiaError
        One line per problem.
    """
    faults = list(_faults(settings))
    if faults:
        raise TarpeiaError(*faults)
    scenario = scenario.with_values(settings.base)
    _check_numbers(scenario, settings)
    # Left out now, so that numbers mean the same here and for a worker.
    scenario = scenario.model_copy(update={"events": scenario.within})
    sweep = Sweep(name=name, scenario=scenario, settings=settings)
    measured = {one.name for one in sweep.outcomes}
    stop = settings.stop
    if stop is not None and stop.outcome not in measured:
        raise TarpeiaError(f"stop.outcome: '{stop.outcome}' is not among the outcomes")
    for place in range(sweep.places):
        try:
            here = sweep.at(place)
        except TarpeiaError as error:
            raise error.at(f"point {place + 1}") from None
        if here.run.days != scenario.run.days:
            raise TarpeiaError("run.days: not varied, all runs are as long as the scenario's")
    return sweep


def _varied(settings: SweepSettings) -> list[str]:
    """Return the names of what is varied, by factors and by points."""
    listed = (name for point in settings.points for name in point)
    return [*settings.uncertainties, *settings.levers, *listed]


def _faults(settings: SweepSettings) -> Iterator[str]:
    """Yield what is wrong with settings whatever the scenario."""
    for name in sorted(set(settings.uncertainties) & set(settings.levers)):
        yield f"{name}: an uncertainty and a lever too; give it as one of both"
    names = [plan.name for plan in settings.plans]
    for name in sorted(set(names)):
        if names.count(name) > 1:
            yield f"plans: the name '{name}' is given twice"
    for name in settings.series:
        if name not in SERIES_NAMES:
            yield f"series: no such series '{name[:60]}', {nearest(name, SERIES_NAMES)}"
    if len(set(settings.series)) < len(settings.series):
        yield f"series: a name is {TWICE}"
    if settings.points and (settings.uncertainties or settings.levers):
        yield "points: given beside uncertainties or levers; use one of both"
    for name in (*settings.base, *_varied(settings)):
        if name in ("run.seed", "run.crowd_seed"):
            yield f"{name}: luck is not varied; replicates have their own (replicates, seed)"
    stop = settings.stop
    if stop is not None and stop.at_most < stop.at_least:
        yield "stop.at_most: fewer than at_least; use at least as many"


def _check_numbers(scenario: Scenario, settings: SweepSettings) -> None:
    """Check that ``events[2]`` and the like are the scenario's second event.

    Raises
    ------
    TarpeiaError
        When events after the last day are left out, and others are named by number.
    """
    late = len(scenario.events) - len(scenario.within)
    named = [*_varied(settings), *(name for plan in settings.plans for name in plan.changes)]
    for name in named:
        if late and name.startswith("events["):
            raise TarpeiaError(
                f"{name}: {late} events are after the last day and left out, so that numbers are "
                "not those of the scenario's events; use a run that holds all of them"
            )
