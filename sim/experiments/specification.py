"""A sweep as data: what is varied, how often, what is measured, when to stop; as TOML and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.errors import TarpeiaError, nearest
from sim.experiments import plans as courses
from sim.experiments.design import MOST_POINTS, Design, Point, factor, plain, points
from sim.experiments.outcomes import Outcome, outcomes
from sim.experiments.plans import Plan
from sim.model.layout import SERIES_NAMES
from sim.scenario.faults import fault_line
from sim.scenario.scenario import Scenario

SERIES: Final = (
    "fan_share",
    "anti_fan_share",
    "climate",
    "voiced_sentiment",
    "attention",
    "fleet",
    "sales",
    "fan_to_black",
    "stories_bad",
    "exposure",
)
_LISTS: Final = ("plans", "points")
# A batch is about this much work, so that a crash costs a second or two.
BATCH_WORK: Final = 120_000_000
BATCH_MOST: Final = 64


class Stop(BaseModel):
    """When a point has replicates enough: the interval of a mean is narrow.

    Attributes
    ----------
    outcome : str
    half_width : float
        Half of the 95 % interval of the outcome's mean.
    at_least, at_most : int
        Replicates; looked at after ``at_least`` and every half of that later.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    outcome: str
    half_width: float = Field(gt=0)
    at_least: int = Field(10, ge=3, le=100_000)
    at_most: int = Field(200, ge=3, le=1_000_000)


class SweepSettings(BaseModel):
    """Everything of a sweep but its scenario.

    Attributes
    ----------
    title, question : str
    base : dict
        ``group.name`` to a value that all runs have.
    uncertainties, levers : dict
        ``group.name`` to a list of values or ``{ low, high, steps }``: what nobody decides, and
        what somebody does (the words of EMA workbench); both are varied alike.
    plans : tuple of Plan
        Named courses of action, crossed with all else.
    points : tuple of dict
        Points listed one by one, in place of a design.
    outcomes : tuple of str
        All of the summary when empty.
    design, samples : str, int
        See ``sim.experiments.design.points``.
    replicates : int
        Runs of a point, each with luck of its own; the same luck at every point.
    crowds : int
        Different crowds (traits and network) among the replicates.
    luck : str
        ``shared``: a replicate has the same luck at every point; ``own``: at each point another.
        Plans always meet the same luck.
    seed : int
        Of design and luck.
    stop : Stop, optional
    series, series_step : tuple of str, int
        Daily series that are kept, every so many days; 0 keeps none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    title: str = "Sweep"
    question: str = ""
    base: dict[str, Any] = {}
    uncertainties: dict[str, Any] = {}
    levers: dict[str, Any] = {}
    plans: Annotated[tuple[Plan, ...], Field(strict=False)] = ()
    points: Annotated[tuple[dict[str, Any], ...], Field(strict=False)] = ()
    outcomes: Annotated[tuple[str, ...], Field(strict=False)] = ()
    design: Design = "grid"
    samples: int = Field(0, ge=0, le=MOST_POINTS)
    replicates: int = Field(10, ge=1, le=1_000_000)
    crowds: int = Field(8, ge=1, le=10_000)
    luck: Literal["shared", "own"] = "shared"
    seed: int = Field(1, ge=0, le=2**63 - 1)
    stop: Stop | None = None
    series: Annotated[tuple[str, ...], Field(strict=False)] = SERIES
    series_step: int = Field(7, ge=0, le=36_500)


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
        told = {**self.settings.uncertainties, **self.settings.levers}
        factors = [factor(name, value) for name, value in told.items()]
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
        told = f"{of} {self.settings.seed} {where} {number}".encode()
        return int.from_bytes(hashlib.sha256(told).digest()[:8], "big") % 2**63

    @property
    def most_replicates(self) -> int:
        """Replicates of a point at most."""
        stop = self.settings.stop
        return self.settings.replicates if stop is None else stop.at_most

    @property
    def batch(self) -> int:
        """Runs in a batch: a part of the store, and what a crash may cost a worker."""
        work = self.scenario.effective.crowd.people * self.scenario.run.days
        return max(1, min(BATCH_MOST, BATCH_WORK // work))

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
        One line a fault.
    """
    both = set(settings.uncertainties) & set(settings.levers)
    faults = [f"{k}: an uncertainty and a lever too, allowed is one of both" for k in sorted(both)]
    names = [plan.name for plan in settings.plans]
    faults += [
        f"plans: the name '{k}' is given twice" for k in sorted(set(names)) if names.count(k) > 1
    ]
    faults += [
        f"series: no such series '{k[:60]}', {nearest(k, SERIES_NAMES)}"
        for k in settings.series
        if k not in SERIES_NAMES
    ]
    if len(set(settings.series)) < len(settings.series):
        faults.append("series: a name is given twice, allowed is once")
    varied = {**settings.uncertainties, **settings.levers}
    if settings.points and varied:
        faults.append("points: given beside uncertainties or levers, allowed is one of both")
    for k in (*settings.base, *varied, *(k for point in settings.points for k in point)):
        if k in ("run.seed", "run.crowd_seed"):
            faults.append(f"{k}: luck is not varied; replicates have their own (replicates, seed)")
    stop = settings.stop
    if stop is not None and stop.at_most < stop.at_least:
        faults.append("stop.at_most: fewer than at_least, allowed is at least as many")
    if faults:
        raise TarpeiaError(*faults)
    scenario = scenario.with_values(settings.base)
    late = len(scenario.events) - len(scenario.within)
    numbered = [*varied, *(k for point in settings.points for k in point)]
    numbered += [k for plan in settings.plans for k in plan.changes]
    for k in numbered:
        if late and k.startswith("events["):
            raise TarpeiaError(
                f"{k}: {late} events are after the last day and left out, so that numbers are not "
                "those of the scenario's events; allowed is a run that holds all of them"
            )
    # Left out now, so that numbers mean the same here and for a worker.
    scenario = scenario.model_copy(update={"events": scenario.within})
    sweep = Sweep(name=name, scenario=scenario, settings=settings)
    measured = {one.name for one in sweep.outcomes}
    if stop is not None and stop.outcome not in measured:
        raise TarpeiaError(f"stop.outcome: '{stop.outcome}' is not among the outcomes")
    days = scenario.run.days
    for place in range(sweep.places):
        try:
            here = sweep.at(place)
        except TarpeiaError as error:
            raise error.at(f"point {place + 1}") from None
        if here.run.days != days:
            raise TarpeiaError("run.days: not varied, all runs are as long as the scenario's")
    return sweep


def settings_of(data: Mapping[str, Any]) -> SweepSettings:
    """Return the settings that nested data describe: groups of names as tables or with dots.

    Raises
    ------
    TarpeiaError
        One line a fault.
    """
    shaped = dict(data)
    for key in ("base", "uncertainties", "levers"):
        if key in shaped:
            shaped[key] = plain(_flat(key, shaped[key]))
    for key in ("uncertainties", "levers"):  # in one way of writing, whoever wrote it
        shaped[key] = {name: factor(name, v).told for name, v in shaped.get(key, {}).items()}
    for key in _LISTS:
        if key in shaped and not isinstance(shaped[key], list):
            raise TarpeiaError(f"{key}: not a list, allowed is [[{key}]]")
    if "points" in shaped:
        shaped["points"] = [plain(_flat("points", point)) for point in shaped["points"]]
    if "plans" in shaped:
        shaped["plans"] = [
            courses.plan_of(p) if isinstance(p, Mapping) else p for p in shaped["plans"]
        ]
    unknown = [key for key in shaped if key not in SweepSettings.model_fields]
    if unknown:
        known = ["scenario", *SweepSettings.model_fields]
        raise TarpeiaError(*(f"{k[:60]}: unknown name, {nearest(k, known)}" for k in unknown))
    try:
        return SweepSettings.model_validate(shaped)
    except ValidationError as error:
        raise TarpeiaError(*(fault_line(fault) for fault in error.errors())) from None


def _flat(key: str, told: Any) -> dict[str, Any]:
    """Return ``group.name`` to value from tables of groups, or from names with dots."""
    if not isinstance(told, Mapping):
        raise TarpeiaError(f"{key}: not a table, allowed is names and values")
    found: dict[str, Any] = {}
    for name, value in told.items():
        inner = isinstance(value, Mapping) and "." not in name and not {"low", "high"} & set(value)
        found |= {f"{name}.{k}": v for k, v in value.items()} if inner else {name: value}
    return found
