"""What the published limits expect, computed from the literature's formulas alone."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray


def hawkes_moments(mu: float, n: float, p: float) -> tuple[float, float, float]:
    """Return mean, variance over mean and lag-1 correlation of the daily counts.

    Counts are Poisson of intensity mu + n sum (1 - p) p^(k - 1) y(t - k); with a = n (1 - p) and
    s = a + p: mean mu / (1 - n), variance / mean (1 - s^2 + a^2) / (1 - s^2), lag 1
    a (1 - p s) / (1 - s^2 + a^2) (Hawkes 1971, in discrete time: an INGARCH(1, 1) process; Ferland,
    Latour & Oraichi 2006).
    """
    a = n * (1.0 - p)
    s = a + p
    over = 1.0 - s * s + a * a
    return mu / (1.0 - n), over / (1.0 - s * s), a * (1.0 - p * s) / over


def borel(n: float, size: int) -> float:
    """Return P(cluster of ``size`` stories) = e^(-n s) (n s)^(s - 1) / s! (Borel 1942)."""
    if n == 0.0:
        return 1.0 if size == 1 else 0.0
    log = -n * size + (size - 1) * math.log(n * size)
    return math.exp(log - math.lgamma(size + 1))


def transmissibility(a_day: float, ending: float) -> float:
    """Return the chance that a voice ever wins one listener.

    It speaks on a geometric number of days and wins with ``a_day`` on each; with ``ending`` 1 it
    speaks on one day.
    """
    missed = 1.0 - a_day
    return 1.0 - ending * missed / (1.0 - (1.0 - ending) * missed)


def poisson_final_size(t: float, mean_degree: float) -> float:
    """Return S = 1 - exp(-T z S), the larger root (Newman 2002)."""
    size = 1.0
    for _ in range(100_000):
        new = 1.0 - math.exp(-t * mean_degree * size)
        if abs(new - size) < 1e-13:
            return new
        size = new
    return size


def final_size_of_degrees(t: float, degrees: NDArray[np.int64]) -> float:
    """Return the final size on a configuration graph with these degrees (Newman 2002).

    u = 1 - T + T G1(u), S = 1 - G0(u), with G0 and G1 of the realised degrees.
    """
    count = np.bincount(degrees).astype(np.float64)
    share = count / count.sum()
    k = np.arange(share.size, dtype=np.float64)
    mean = float(k @ share)
    u = 0.0
    for _ in range(100_000):
        new = 1.0 - t + t * float((k[1:] * share[1:]) @ u ** (k[1:] - 1.0)) / mean
        if abs(new - u) < 1e-14:
            break
        u = new
    return 1.0 - float(share @ u**k)


def critical_transmissibility(degrees: NDArray[np.int64]) -> float:
    """Return T_c = <k> / (<k^2> - <k>) (Newman 2002)."""
    k = degrees.astype(np.float64)
    return float(k.mean() / ((k * k).mean() - k.mean()))


def watts_cascade(phi: float, mean_degree: float, seed_share: float) -> float:
    """Return the cascade size on Poisson graphs with seeds (Gleeson & Cahalane 2007).

    q = r + (1 - r) sum_k k p_k / z sum_m C(k-1, m) q^m (1 - q)^(k-1-m) [m / k >= phi], and the size
    is the same with p_k and k neighbours.
    """
    z, r = mean_degree, seed_share
    most = int(z + 12.0 * math.sqrt(z) + 20)
    p = np.array([math.exp(-z + k * math.log(z) - math.lgamma(k + 1)) for k in range(most + 1)])
    needed = [math.ceil(phi * k - 1e-12) for k in range(most + 1)]

    def reached(q: float, neighbours: int, least: int) -> float:
        if least <= 0:
            return 1.0
        if q <= 0.0 or least > neighbours:
            return 0.0
        if q >= 1.0:
            return 1.0
        logs = [
            math.lgamma(neighbours + 1)
            - math.lgamma(m + 1)
            - math.lgamma(neighbours - m + 1)
            + m * math.log(q)
            + (neighbours - m) * math.log1p(-q)
            for m in range(least, neighbours + 1)
        ]
        return min(1.0, math.fsum(math.exp(x) for x in logs))

    q = r
    for _ in range(20_000):
        edge = sum(k * p[k] / z * reached(q, k - 1, needed[k]) for k in range(1, most + 1))
        new = r + (1.0 - r) * edge
        if abs(new - q) < 1e-12:
            break
        q = new
    # A person without neighbours is never reached but by being a seed.
    size = sum(p[k] * reached(q, k, needed[k]) for k in range(1, most + 1))
    return float(r + (1.0 - r) * size)


def threshold_fixed_point(mean: float, sd: float, people: int) -> float:
    """Return the share that ends up active with normal thresholds at even quantiles.

    Everyone sees everyone else; a person is active once the active share of the others is at
    least his threshold (Granovetter 1978).
    """
    quantile = NormalDist(0.0, 1.0).inv_cdf
    trait = np.array([1.0 + sd / mean * quantile((k + 0.5) / people) for k in range(people)])
    threshold = mean * trait.astype(np.float32).astype(np.float64)
    active = int(np.count_nonzero(threshold <= 0.0))
    while True:
        new = int(np.count_nonzero(threshold <= active / (people - 1)))
        if new <= active:
            return active / people
        active = new


def bass_peak(p: float, q: float) -> tuple[float, float, float]:
    """Return peak time ln(q/p) / (p+q), cumulative share and rate at the peak (Bass 1969)."""
    return (
        math.log(q / p) / (p + q),
        0.5 - p / (2.0 * q),
        (p + q) ** 2 / (4.0 * q),
    )


def bass_recursion(p: float, q: float, step: float, days: int, people: int) -> NDArray[np.float64]:
    """Return the cumulative share day by day: charm today, voices of those won until yesterday.

    F(t+1) = F(t) + (1 - F(t)) (1 - (1 - p step) (1 - q step / N)^(N F(t-1))), float64 (days,).
    """
    share = np.zeros(days)
    before, now = 0.0, 0.0
    for day in range(days):
        escape = math.exp(people * before * math.log1p(-q * step / people))
        before, now = now, now + (1.0 - now) * (1.0 - (1.0 - p * step) * escape)
        share[day] = now
    return share
