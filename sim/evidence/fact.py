"""A published fact, and how an estimate from the files is held against it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from sim.errors import TarpeiaError, missing
from sim.evidence.estimate import Estimate

Status = Literal["reproduced", "differs", "not reproducible", "not published"]
Estimator = Callable[[int], tuple[Estimate, ...]]


class Published(NamedTuple):
    """A published number by the name of the estimate it is held against.

    ``low`` and ``high`` are nan where no interval was published.
    """

    name: str
    value: float
    low: float = float("nan")
    high: float = float("nan")

    def __str__(self) -> str:
        ends = "" if math.isnan(self.low) else f" [{self.low:g}, {self.high:g}]"
        return f"{self.name} {self.value:g}{ends}"


@dataclass(frozen=True)
class Fact:
    """A fact of the data notes.

    Attributes
    ----------
    id : str
    statement : str
        In plain words.
    published : tuple of Published
        Empty where no number was published.
    estimate : callable or None
        Of a seed: the estimates; those named in ``published`` are judged, the others are other
        ways to measure the same. None where the files do not hold what is needed.
    reason : str
        Why it cannot be estimated again; empty where it can.
    """

    id: str
    statement: str
    published: tuple[Published, ...] = ()
    estimate: Estimator | None = None
    reason: str = ""

    @property
    def reproducible(self) -> bool:
        """Whether the files hold what is needed to estimate it."""
        return self.estimate is not None


class Reproduction(NamedTuple):
    """A published number beside the one estimated again, and whether they agree."""

    published: Published
    ours: Estimate
    agrees: bool


@dataclass(frozen=True)
class Check:
    """A fact, judged.

    Attributes
    ----------
    fact : Fact
    status : str
        "reproduced" when every published number agrees with ours, "differs" when one does not,
        "not reproducible" when there is no estimate, "not published" when there is no number to
        hold it against.
    compared : tuple of Reproduction
    also : tuple of Estimate
        What was not judged: other definitions, and estimates without a published number.
    """

    fact: Fact
    status: Status
    compared: tuple[Reproduction, ...] = ()
    also: tuple[Estimate, ...] = ()


def agrees(published: Published, ours: Estimate) -> bool:
    """Tell whether two numbers agree.

    They do when our value lies within the published interval, or the published value within ours.
    Source: assumption.
    """
    theirs = published.low <= ours.value <= published.high  # False where there is no interval
    return bool(theirs or ours.low <= published.value <= ours.high)


def picked(estimator: Estimator, *names: str) -> Estimator:
    """Return an estimator cut down to the estimates of some names and their other definitions.

    An estimate is kept whose name is one of ``names``, or begins with one and a comma.
    """

    def estimate(seed: int) -> tuple[Estimate, ...]:
        return tuple(
            one
            for one in estimator(seed)
            if any(one.name == name or one.name.startswith(name + ",") for name in names)
        )

    return estimate


def check(fact: Fact, seed: int = 1) -> Check:
    """Estimate a fact again and judge it.

    Parameters
    ----------
    fact : Fact
    seed : int
        Of the bootstraps.

    Raises
    ------
    TarpeiaError
        When scipy is missing, a data file is at fault, or a published number has no estimate.
    """
    if fact.estimate is None:
        return Check(fact, "not reproducible")
    try:
        estimates = {one.name: one for one in fact.estimate(seed)}
    except ImportError as error:
        raise missing("evidence", error.name or "scipy", "analysis") from None
    unknown = [one.name for one in fact.published if one.name not in estimates]
    if unknown:
        raise TarpeiaError(f"{fact.id}: no estimate is called '{unknown[0]}'")
    compared = tuple(
        Reproduction(one, estimates[one.name], agrees(one, estimates[one.name]))
        for one in fact.published
    )
    judged = {one.name for one in fact.published}
    also = tuple(one for one in estimates.values() if one.name not in judged)
    if not compared:
        return Check(fact, "not published", compared, also)
    status: Status = "reproduced" if all(one.agrees for one in compared) else "differs"
    return Check(fact, status, compared, also)
