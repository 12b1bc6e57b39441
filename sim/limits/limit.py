"""What a published limit is: inputs with bounds, a measurement, the interval around it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from sim.errors import TarpeiaError

# Two-sided normal quantile of 1e-4: the stated false-alarm rate of one quantity.
SIGMAS: Final = 3.89


class Input(NamedTuple):
    """One input of a limit, with its bounds (inclusive) or choices."""

    name: str
    default: Any
    low: float
    high: float
    meaning: str
    choices: tuple[str, ...] = ()

    @property
    def allowed(self) -> str:
        """What may be given, in words."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        word = "a whole number" if isinstance(self.default, int) else "a number"
        return f"{word} from {self.low:g} to {self.high:g}"

    def checked(self, limit: str, value: Any) -> Any:
        """Return the value, of the default's type.

        Raises
        ------
        TarpeiaError
            When it has another type or lies out of bounds.
        """
        try:
            if self.choices:
                good, typed = value in self.choices, value
            elif isinstance(self.default, int):
                typed = int(str(value))
                good = self.low <= typed <= self.high
            else:
                typed = float(value)
                good = math.isfinite(typed) and self.low <= typed <= self.high
        except (TypeError, ValueError):
            good, typed = False, value
        if not good:
            raise TarpeiaError(
                f"{limit}.{self.name}: {value!r} is not allowed, allowed is {self.allowed}"
            )
        return typed


class Measured(NamedTuple):
    """What a limit measured, with the expectation and the interval of the measurement."""

    measured: dict[str, float]
    expected: dict[str, float]
    interval: dict[str, tuple[float, float]]
    replicates: int


class Limit(NamedTuple):
    """One published limit: its meaning, its source, its inputs, and what measures it."""

    name: str
    meaning: str
    source: str
    inputs: tuple[Input, ...]
    measure: Callable[[Mapping[str, Any], int | None], Measured]


def refuse(limit: str, what: str, allowed: str) -> TarpeiaError:
    """Return the error for inputs that are each good but not admissible together."""
    return TarpeiaError(f"{limit}: {what}; allowed is {allowed}")


def spread_interval(
    values: Sequence[float] | np.ndarray[Any, Any], allowance: float = 0.0
) -> tuple[float, float]:
    """Return the interval of the mean of independent values, widened by an allowance."""
    data = np.asarray(values, dtype=np.float64)
    half = SIGMAS * float(data.std(ddof=1)) / math.sqrt(data.size)
    # Few values: Student's quantile instead of the normal one (Hill 1970, first term).
    half *= 1.0 + (SIGMAS * SIGMAS + 1.0) / (4.0 * max(data.size - 1, 1))
    return float(data.mean()) - half - allowance, float(data.mean()) + half + allowance
