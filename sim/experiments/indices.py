"""Sobol indices and Morris screening: which points to run, and what their outcomes say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.errors import missing
from sim.scenario.kinds import any_of, invalid

METHODS: Final = ("sobol", "morris")
LEVEL: Final = 0.95
LEVELS: Final = 4  # of Morris's grid


class Index(NamedTuple):
    """How much an outcome depends on one parameter.

    Attributes
    ----------
    name : str
    first, first_half : float
        Sobol: share of the variance by this parameter alone, and half its 95 % interval. Morris:
        mean of the elementary effects, and nan.
    total, total_half : float
        Sobol: with all interactions. Morris: mean of the absolute effects, and half its interval.
    spread : float
        Morris: standard deviation of the effects, high where it interacts or is curved; nan of
        Sobol.
    """

    name: str
    first: float
    first_half: float
    total: float
    total_half: float
    spread: float


def _problem(ranges: Mapping[str, tuple[float, float]]) -> dict[str, Any]:
    return {
        "num_vars": len(ranges),
        "names": list(ranges),
        "bounds": [list(r) for r in ranges.values()],
    }


def sample(
    ranges: Mapping[str, tuple[float, float]], method: str, samples: int, seed: int
) -> NDArray[np.float64]:
    """Return the points of a method, float64 (points, parameters).

    Sobol: Saltelli's (2010) scheme, samples x (parameters + 2) points. Morris (1991): trajectories
    x (parameters + 1).

    Raises
    ------
    TarpeiaError
        For an unknown method, too few samples, or (Sobol) no power of two; or without SALib.
    """
    if method not in METHODS:
        raise invalid("method", method, any_of(METHODS))
    power = samples & (samples - 1) == 0
    if samples < 4 or (method == "sobol" and not power):
        use = "a power of two from 4 up" if method == "sobol" else "4 or more"
        raise invalid("samples", samples, use)
    try:
        from SALib.sample import morris, sobol
    except ImportError:
        raise missing("sensitivity", "SALib", "analysis") from None
    problem = _problem(ranges)
    if method == "sobol":
        drawn = sobol.sample(problem, samples, calc_second_order=False, seed=seed)
    else:
        drawn = morris.sample(problem, samples, num_levels=LEVELS, seed=seed)
    return np.asarray(drawn, dtype=np.float64)


def analyse(
    ranges: Mapping[str, tuple[float, float]],
    method: str,
    points: NDArray[np.float64],
    values: NDArray[np.float64],
    seed: int,
) -> list[Index]:
    """Return the indices of one outcome, the largest total first; none if it does not vary.

    Parameters
    ----------
    points : float64 (points, parameters)
    values : float64 (points,)
    """
    from SALib.analyze import morris, sobol

    if np.ptp(values) == 0.0:
        return []
    problem, nothing = _problem(ranges), float("nan")
    if method == "sobol":
        found = sobol.analyze(
            problem,
            values,
            calc_second_order=False,
            conf_level=LEVEL,
            seed=seed,
            print_to_console=False,
        )
        rows = [
            Index(
                name,
                float(found["S1"][k]),
                float(found["S1_conf"][k]),
                float(found["ST"][k]),
                float(found["ST_conf"][k]),
                nothing,
            )
            for k, name in enumerate(ranges)
        ]
    else:
        found = morris.analyze(
            problem, points, values, conf_level=LEVEL, num_levels=LEVELS, seed=seed
        )
        rows = [
            Index(
                name,
                float(found["mu"][k]),
                nothing,
                float(found["mu_star"][k]),
                float(found["mu_star_conf"][k]),
                float(found["sigma"][k]),
            )
            for k, name in enumerate(ranges)
        ]
    return sorted(rows, key=lambda row: -row.total)
