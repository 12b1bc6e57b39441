"""Published limits: parameter sets of the same kernels whose results the literature gives.

A limit is a scenario with everything else switched off, not another simulator. Each takes its
inputs by name, computes its expectation from them (``sim.limits.theory``), measures through
``sim.engine.engine``, and holds when the expectation lies within the interval of the measurement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sim.errors import TarpeiaError, nearest
from sim.limits import accidents, contagion, coverage, thresholds
from sim.limits.limit import Limit


@dataclass(frozen=True)
class Verification:
    """One limit, measured and judged.

    Attributes
    ----------
    limit : str
    inputs : dict
        Every input with the value used.
    measured, expected : dict of str to float
    interval : dict of str to (float, float)
        Of the measurement; its false-alarm rate is at most 1e-4 a quantity.
    holds : bool
        Whether all expectations lie within their intervals.
    replicates : int
        Independent repetitions behind the interval.
    """

    limit: str
    inputs: dict[str, Any]
    measured: dict[str, float]
    expected: dict[str, float]
    interval: dict[str, tuple[float, float]]
    holds: bool
    replicates: int

    def held(self, name: str) -> bool:
        """Tell whether one quantity holds."""
        low, high = self.interval[name]
        return low <= self.expected[name] <= high

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "limit": self.limit,
            "inputs": self.inputs,
            "measured": self.measured,
            "expected": self.expected,
            "interval": {name: list(ends) for name, ends in self.interval.items()},
            "holds": self.holds,
            "replicates": self.replicates,
        }


LIMITS: Final = {
    limit.name: limit
    for limit in (
        Limit(
            "accidents",
            "incidents of a fixed fleet are Poisson: mean = variance = hazard x fleet x days",
            "Diaconis & Mosteller 1989",
            accidents.ACCIDENTS,
            accidents.accidents,
        ),
        Limit(
            "hawkes",
            "mean, dispersion and memory of self-exciting coverage",
            "Hawkes 1971; Ferland, Latour & Oraichi 2006",
            coverage.HAWKES,
            coverage.hawkes,
        ),
        Limit(
            "clusters",
            "stories that one story brings in the end are Borel distributed",
            "Borel 1942",
            coverage.CLUSTERS,
            coverage.clusters,
        ),
        Limit(
            "sir",
            "word of mouth by voices that end is bond percolation",
            "Newman 2002",
            contagion.SIR,
            contagion.sir,
        ),
        Limit(
            "watts",
            "cascades of blame heard as a share, over a fixed threshold",
            "Watts 2002; Gleeson & Cahalane 2007",
            thresholds.WATTS,
            thresholds.watts,
        ),
        Limit(
            "granovetter",
            "the riot that jumps: everyone sees everyone, thresholds are normal",
            "Granovetter 1978",
            thresholds.GRANOVETTER,
            thresholds.granovetter,
        ),
        Limit(
            "bass",
            "charm and word of mouth that last make the S-curve of adoption",
            "Bass 1969",
            contagion.BASS,
            contagion.bass,
        ),
    )
}


def inputs_of(limit: Limit, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return all inputs of a limit, changed and checked.

    Raises
    ------
    TarpeiaError
        For an unknown input, a wrong type or a value that is not admissible.
    """
    known = {one.name: one for one in limit.inputs}
    for name in changes:
        if name not in known:
            raise TarpeiaError(f"{limit.name}.{name}: no such input, {nearest(name, known)}")
    return {
        name: one.checked(limit.name, changes.get(name, one.default)) for name, one in known.items()
    }


def verify(
    name: str, changes: Mapping[str, Any] | None = None, replicates: int | None = None
) -> Verification:
    """Measure one limit and judge it.

    Parameters
    ----------
    name : str
        One of ``LIMITS``.
    changes : mapping, optional
        Inputs by name.
    replicates : int, optional
        Repetitions; each limit's own number when not given.

    Raises
    ------
    TarpeiaError
        For an unknown limit, or inputs that are not admissible: the line says what is.
    """
    if name not in LIMITS:
        raise TarpeiaError(f"verify: no limit '{name}', {nearest(name, LIMITS)}")
    if replicates is not None and not 2 <= replicates <= 100_000:
        raise TarpeiaError(f"--replicates: {replicates} is not allowed, allowed is 2 to 100,000")
    limit = LIMITS[name]
    inputs = inputs_of(limit, changes or {})
    found = limit.measure(inputs, replicates)
    holds = all(low <= found.expected[k] <= high for k, (low, high) in found.interval.items())
    return Verification(
        name, inputs, found.measured, found.expected, found.interval, holds, found.replicates
    )


def verify_all(names: Iterable[str] = LIMITS) -> Iterable[Verification]:
    """Yield the verification of each limit in turn, with its default inputs."""
    for name in names:
        yield verify(name)
