"""Regressions of counts: Poisson with an interval that survives overdispersion, and a check."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.errors import TarpeiaError
from sim.evidence.estimate import LEVEL

STEPS: Final = 200
LOG_SIZES: Final = (-4.0, 8.0)


class Regression(NamedTuple):
    """Coefficients of ``ln mean = x b``, their standard errors, and degrees of freedom left.

    ``coefficients`` and ``errors`` are float64 (columns,); ``size`` is the negative binomial's r,
    infinite of a Poisson.
    """

    coefficients: NDArray[np.float64]
    errors: NDArray[np.float64]
    freedom: int
    size: float

    def of(self, column: int) -> tuple[float, float, float]:
        """Return a coefficient with its 95 % interval, by Student's t."""
        from scipy.special import stdtrit

        value = float(self.coefficients[column])
        half = float(stdtrit(self.freedom, (1.0 + LEVEL) / 2.0)) * float(self.errors[column])
        return value, value - half, value + half


def _checked(
    counts: NDArray[np.int64], columns: tuple[NDArray[np.float64], ...]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    y = counts.astype(np.float64)
    x = np.stack([np.ones(len(y)), *columns], axis=1)
    if len(y) <= x.shape[1] or y.sum() == 0:
        raise TarpeiaError("regression: more rows than columns and a count above 0 are needed")
    if np.linalg.matrix_rank(x) < x.shape[1]:
        raise TarpeiaError("regression: a column follows from the others")
    return y, x


def _scores(
    y: NDArray[np.float64], x: NDArray[np.float64], inverse_size: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return coefficients and means by iteratively reweighted least squares."""
    mean: NDArray[np.float64] = y + 0.5
    beta: NDArray[np.float64] = np.zeros(x.shape[1])
    for _ in range(STEPS):
        weight = mean / (1.0 + inverse_size * mean)
        working = np.log(mean) + (y - mean) / mean
        fresh: NDArray[np.float64] = np.asarray(
            np.linalg.solve((x.T * weight) @ x, (x.T * weight) @ working), dtype=np.float64
        )
        mean = np.exp(np.clip(x @ fresh, -30.0, 30.0))
        if np.abs(fresh - beta).max() < 1e-10:
            return fresh, mean
        beta = fresh
    raise TarpeiaError(f"regression: no convergence in {STEPS} steps")


def poisson(counts: NDArray[np.int64], *columns: NDArray[np.float64]) -> Regression:
    """Regress counts on columns: Poisson likelihood, sandwich errors (White 1980; HC1).

    The coefficients are consistent for any law of the counts whose mean is right (Gourieroux,
    Monfort & Trognon 1984), the errors hold under overdispersion.

    Parameters
    ----------
    counts : int64 (rows,)
    columns : float64 (rows,) each
        A constant is put before them: the first has the coefficient of number 1.

    Raises
    ------
    TarpeiaError
        For too few rows, counts all 0, a column that follows from others, or no convergence.
    """
    y, x = _checked(counts, columns)
    beta, mean = _scores(y, x, 0.0)
    bread = np.linalg.inv((x.T * mean) @ x)
    meat = (x.T * (y - mean) ** 2) @ x
    freedom = len(y) - x.shape[1]
    covariance = bread @ meat @ bread * len(y) / freedom
    return Regression(beta, np.sqrt(np.diag(covariance)), freedom, float("inf"))


def negative_binomial(counts: NDArray[np.int64], *columns: NDArray[np.float64]) -> Regression:
    """Regress counts on columns: negative-binomial likelihood, variance ``m + m^2 / r``.

    Errors from the expected information, in which r and the coefficients are orthogonal (Lawless
    1987). Parameters and errors raised as of ``poisson``.
    """
    from scipy.optimize import minimize_scalar
    from scipy.special import gammaln

    y, x = _checked(counts, columns)

    def loss(log_size: float) -> float:
        size = float(np.exp(log_size))
        _, mean = _scores(y, x, 1.0 / size)
        terms = gammaln(y + size) - gammaln(size) + size * np.log(size / (size + mean))
        return -float((terms + y * np.log(mean / (size + mean))).sum())

    size = float(np.exp(minimize_scalar(loss, bounds=LOG_SIZES, method="bounded").x))
    beta, mean = _scores(y, x, 1.0 / size)
    covariance = np.linalg.inv((x.T * (mean / (1.0 + mean / size))) @ x)
    return Regression(beta, np.sqrt(np.diag(covariance)), len(y) - x.shape[1], size)
