"""Which points of a space are looked at: grid, Latin hypercube, Sobol sequence, or a list."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

import numpy as np

from sim.errors import TarpeiaError, missing
from sim.model.entries import ENTRIES
from sim.scenario.kinds import TWICE, invalid, whole_words

Design = Literal["grid", "latin-hypercube", "sobol"]
MOST_POINTS: Final = 1_000_000
Point = dict[str, Any]


class Factor(NamedTuple):
    """Something that is varied.

    Attributes
    ----------
    name : str
        ``group.name``, ``events[2].date``, ``playbook[1].set.exposure``, ...
    values : tuple
        The values it takes; empty for a range.
    low, high : float
        Ends of a range, inclusive.
    steps : int
        Points of a range on a grid; 0 where it is sampled.
    """

    name: str
    values: tuple[Any, ...] = ()
    low: float = 0.0
    high: float = 0.0
    steps: int = 0

    def at(self, share: float) -> Any:
        """Return the value at a share, 0 to 1, of the range: a whole number where it must be."""
        value = self.low + (self.high - self.low) * share
        entry = ENTRIES.get(self.name)
        whole = self.name == "run.days" or self.name.endswith(".for_days")
        whole = whole or (entry is not None and entry.kind == "int")
        return round(value) if whole else float(value)

    @property
    def given(self) -> Any:
        """What ``factor`` makes this of: a list, or low, high and steps."""
        if self.values:
            return list(self.values)
        ends = {"low": self.low, "high": self.high}
        return ends | {"steps": self.steps} if self.steps else ends

    def spread(self) -> tuple[Any, ...]:
        """Return its values on a grid."""
        if self.values:
            return self.values
        shares = np.linspace(0.0, 1.0, self.steps) if self.steps > 1 else [0.0]
        return tuple(dict.fromkeys(self.at(float(share)) for share in shares))


def factor(name: str, given: Any) -> Factor:
    """Return the factor that a file or a flag tells.

    Parameters
    ----------
    name : str
    given : list, tuple or mapping
        ``[values]``; ``{low, high}`` or ``{low, high, steps}``, or as a tuple ``(low, high)`` or
        ``(low, high, steps)``.

    Raises
    ------
    TarpeiaError
        When it is none of these.
    """
    given = plain(given)
    if isinstance(given, tuple) and len(given) in (2, 3) and all(_is_number(x) for x in given):
        given = dict(zip(("low", "high", "steps"), given, strict=False))
    if isinstance(given, Mapping):
        unknown = set(given) - {"low", "high", "steps"}
        numbers = [given.get("low"), given.get("high")]
        if unknown or not all(_is_number(x) for x in numbers):
            raise _fault(name, "a list of values, or { low = 0.1, high = 0.9 } with steps or not")
        return _range(name, float(given["low"]), float(given["high"]), given.get("steps", 0))
    if isinstance(given, list) and given:
        values = tuple(tuple(v) if isinstance(v, list) else v for v in given)
        if len({repr(v) for v in values}) < len(values):
            raise TarpeiaError(f"{name}: a value is {TWICE}")
        return Factor(name, values)
    raise _fault(name, "a list of at least one value, or { low = 0.1, high = 0.9, steps = 5 }")


def plain(given: Any) -> Any:
    """Return a value, or what a list, tuple or table holds, without numpy's own numbers."""
    if isinstance(given, np.ndarray):
        return given.tolist()
    if isinstance(given, np.generic):
        return given.item()
    if isinstance(given, Mapping):
        return {name: plain(value) for name, value in given.items()}
    if isinstance(given, list | tuple):
        return type(given)(plain(value) for value in given)
    return given


def _is_number(x: Any) -> bool:
    return isinstance(x, int | float) and not isinstance(x, bool) and abs(x) < 1e300


def _fault(name: str, use: str) -> TarpeiaError:
    return TarpeiaError(f"{name}: nothing to vary; use {use}")


def _range(name: str, low: float, high: float, steps: Any) -> Factor:
    if not low < high:
        raise TarpeiaError(f"{name}: {low:g} to {high:g} is no range; use low below high")
    whole = isinstance(steps, int) and not isinstance(steps, bool)
    if not whole or not (steps == 0 or 2 <= steps <= MOST_POINTS):
        raise TarpeiaError(f"{name}: {steps} steps are invalid; use 2 or more")
    return Factor(name, low=low, high=high, steps=steps)


def points(factors: Sequence[Factor], design: Design, samples: int, seed: int) -> list[Point]:
    """Return the points of a design, in a fixed order.

    Parameters
    ----------
    factors : sequence of Factor
        Those with values, or on a grid, are crossed with each other and with the samples.
    design : str
        ``grid`` needs steps or values everywhere; the others sample the ranges without steps.
    samples : int
        Points in the space of the ranges: Latin hypercube (McKay, Beckman & Conover 1979) or
        scrambled Sobol sequence (Sobol 1967; Owen 1998), which wants a power of two.
    seed : int
        Of the sampling.

    Returns
    -------
    list of dict
        Name to value; at least one point, which is empty without factors.

    Raises
    ------
    TarpeiaError
        When a range has no steps on a grid, samples are missing, or the points are too many.
    """
    free = [f for f in factors if not f.values and f.steps == 0]
    crossed = [f for f in factors if f not in free]
    count = 1
    for one in crossed:
        count *= len(one.spread())
    if free and design == "grid":
        raise TarpeiaError(
            f"{free[0].name}: a range without steps; use low:high:steps on a grid, or the design "
            "latin-hypercube or sobol"
        )
    if free and not 1 <= samples <= MOST_POINTS:
        raise invalid("samples", samples, whole_words(1, MOST_POINTS))
    if count * (samples if free else 1) > MOST_POINTS:
        raise TarpeiaError(f"design: more than {MOST_POINTS:,} points; use fewer values")
    sampled: list[Point] = [{}]
    if free:
        sampled = [
            {f.name: f.at(float(share)) for f, share in zip(free, row, strict=True)}
            for row in _shares(len(free), design, samples, seed)
        ]
    grids = itertools.product(*(f.spread() for f in crossed))
    fixed = [dict(zip((f.name for f in crossed), values, strict=True)) for values in grids]
    return [{**one, **other} for one in fixed for other in sampled]


def _shares(dimensions: int, design: Design, samples: int, seed: int) -> Any:
    """Return shares of the ranges, float64 (samples, dimensions)."""
    try:
        from scipy.stats import qmc
    except ImportError:
        raise missing(f"design {design}", "scipy", "analysis", "choose the design grid") from None

    if design == "sobol":
        if samples & (samples - 1):
            below, above = 1 << max(0, samples.bit_length() - 1), 1 << samples.bit_length()
            raise invalid("samples", samples, f"a power of two for sobol, e.g. {below} or {above}")
        return qmc.Sobol(dimensions, rng=np.random.default_rng(seed)).random(samples)
    return qmc.LatinHypercube(dimensions, rng=np.random.default_rng(seed)).random(samples)


def shown(value: Any) -> Any:
    """Return a value as a table holds it: a number, a truth, or text."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return ", ".join(str(v) for v in value)
    return str(value)
