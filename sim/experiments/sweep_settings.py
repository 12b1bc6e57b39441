"""The settings of a sweep as data: what is varied, how often, what is measured, when to stop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.errors import TarpeiaError, nearest
from sim.experiments.design import MOST_POINTS, Design, factor, plain
from sim.experiments.plans import Plan, plan_of
from sim.scenario.faults import fault_line

# The daily series that are kept unless others are named.
KEPT_SERIES: Final = (
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
# Settings that are lists of tables in a file.
LISTS: Final = ("plans", "points")


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
    series: Annotated[tuple[str, ...], Field(strict=False)] = KEPT_SERIES
    series_step: int = Field(7, ge=0, le=36_500)


def settings_of(data: Mapping[str, Any]) -> SweepSettings:
    """Return the settings that nested data describe: groups of names as tables or with dots.

    Raises
    ------
    TarpeiaError
        One line per problem.
    """
    shaped = dict(data)
    for key in ("base", "uncertainties", "levers"):
        if key in shaped:
            shaped[key] = plain(_flat(key, shaped[key]))
    for key in ("uncertainties", "levers"):  # in one way of writing, whoever wrote it
        shaped[key] = {name: factor(name, v).given for name, v in shaped.get(key, {}).items()}
    for key in LISTS:
        if key in shaped and not isinstance(shaped[key], list):
            raise TarpeiaError(f"{key}: not a list; use [[{key}]]")
    if "points" in shaped:
        shaped["points"] = [plain(_flat("points", point)) for point in shaped["points"]]
    if "plans" in shaped:
        shaped["plans"] = [plan_of(p) if isinstance(p, Mapping) else p for p in shaped["plans"]]
    unknown = [key for key in shaped if key not in SweepSettings.model_fields]
    if unknown:
        known = ["scenario", *SweepSettings.model_fields]
        raise TarpeiaError(*(f"{k[:60]}: unknown name, {nearest(k, known)}" for k in unknown))
    try:
        return SweepSettings.model_validate(shaped)
    except ValidationError as error:
        raise TarpeiaError(*(fault_line(fault) for fault in error.errors())) from None


def _flat(key: str, table: Any) -> dict[str, Any]:
    """Return ``group.name`` to value from tables of groups, or from names with dots."""
    if not isinstance(table, Mapping):
        raise TarpeiaError(f"{key}: not a table; use names and values")
    found: dict[str, Any] = {}
    for name, value in table.items():
        inner = isinstance(value, Mapping) and "." not in name and not {"low", "high"} & set(value)
        found |= {f"{name}.{k}": v for k, v in value.items()} if inner else {name: value}
    return found
