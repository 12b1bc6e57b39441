"""A figure for each published limit: the theory as a line, the kernels as points with intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from sim.limits import theory
from sim.limits.contagion import bass_run
from sim.limits.graphs import power_law
from sim.limits.limit import spread_interval
from sim.limits.verification import LIMITS, verify
from sim.plots import style, text

WIDTH: Final = 9.0
HEIGHT: Final = 5.2
Points = list[tuple[float, float, float, float]]


def points(
    limit: str,
    quantity: str,
    inputs: Sequence[tuple[float, Mapping[str, Any]]],
    replicates: int | None = None,
) -> Points:
    """Return (x, measured, low, high) of one quantity, one tuple for each x with its inputs."""
    found = []
    for x, changes in inputs:
        judged = verify(limit, changes, replicates)
        low, high = judged.interval[quantity]
        found.append((x, judged.measured[quantity], low, high))
    return found


def _figure(name: str) -> tuple[Any, Any]:
    """Return a figure and its axes, titled with the limit's meaning and source."""
    figure = style.new_figure(WIDTH, HEIGHT)
    ax = figure.add_subplot()
    figure.subplots_adjust(left=0.1, right=0.97, top=0.84, bottom=0.14)
    limit = LIMITS[name]
    meaning = limit.meaning[:1].upper() + limit.meaning[1:]
    figure.text(0.02, 0.94, f"{name}: {meaning}", fontsize=text.BODY, weight="bold")
    about = f"{limit.source}. Line: theory; points: the kernels, 99.99 % intervals."
    figure.text(0.02, 0.885, about, fontsize=text.SMALL, color=style.GREY)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    return figure, ax


def _draw(ax: Any, found: Points, color: str, marker: str, label: str) -> None:
    x, y, low, high = (np.array(column) for column in zip(*found, strict=True))
    ax.errorbar(
        x,
        y,
        yerr=[np.maximum(y - low, 0.0), np.maximum(high - y, 0.0)],
        fmt=marker,
        color=color,
        markersize=6,
        capsize=3,
        linewidth=1.4,
        label=label,
    )


def accidents() -> Any:
    """Draw P(at least one accident) and the variance against the expected count."""
    figure, ax = _figure("accidents")
    means = (0.1, 0.3, 0.7, 1.0, 1.5, 2.0, 3.0, 4.0)
    line = np.linspace(0.02, 4.2, 200)
    inputs = [(m, {"hazard": m / 30e6}) for m in means]
    ax.plot(line, 1.0 - np.exp(-line), color=style.BLUE, label="P(at least one) = 1 - exp(-m)")
    _draw(ax, points("accidents", "p_any", inputs), style.BLUE, "o", "P(at least one), measured")
    ax.plot(line, line, color=style.VERMILION, linestyle="--", label="variance = m")
    _draw(ax, points("accidents", "variance", inputs), style.VERMILION, "s", "variance, measured")
    ax.set_xlabel("m = hazard x fleet x days")
    ax.legend(frameon=False, fontsize=text.SMALL)
    return figure


def hawkes() -> Any:
    """Draw dispersion and lag-1 correlation of the coverage against branching."""
    figure, ax = _figure("hawkes")
    line = np.linspace(0.0, 0.85, 100)
    moments = np.array([theory.hawkes_moments(0.2, n, 0.5) for n in line])
    inputs = [(n, {"n": n}) for n in (0.0, 0.15, 0.3, 0.45, 0.6, 0.7, 0.8)]
    ax.plot(line, moments[:, 1], color=style.BLUE, label="variance / mean")
    _draw(
        ax, points("hawkes", "variance_over_mean", inputs, 8), style.BLUE, "o", "the same, measured"
    )
    ax.plot(line, moments[:, 2], color=style.VERMILION, linestyle="--", label="lag-1 correlation")
    _draw(ax, points("hawkes", "lag_one", inputs, 8), style.VERMILION, "s", "the same, measured")
    ax.set_xlabel("branching n (mu = .2, p = .5)")
    ax.set_ylabel("of the stories a day")
    ax.legend(frameon=False, fontsize=text.SMALL)
    return figure


def clusters() -> Any:
    """Draw the mean and the first probabilities of the cluster size against branching."""
    figure, ax = _figure("clusters")
    line = np.linspace(0.0, 0.8, 100)
    inputs = [(n, {"n": n}) for n in (0.0, 0.2, 0.4, 0.6, 0.75)]
    looks = ((1, style.BLUE, "o", "-"), (2, style.VERMILION, "s", "--"), (3, style.GREEN, "^", ":"))
    for size, color, marker, dash in looks:
        law = [theory.borel(float(n), size) for n in line]
        ax.plot(line, law, color=color, linestyle=dash, label=f"P(size = {size}), Borel")
        _draw(ax, points("clusters", f"p_{size}", inputs, 2_500), color, marker, "measured")
    ax.set_xlabel("branching n")
    ax.set_ylabel("probability")
    ax.legend(frameon=False, fontsize=text.SMALL)
    return figure


def sir() -> Any:
    """Draw the final size on Poisson and power-law networks against transmissibility."""
    figure, ax = _figure("sir")
    line = np.linspace(0.02, 1.0, 150)
    ax.plot(
        line,
        [theory.poisson_final_size(t, 3.0) if 3.0 * t > 1.0 else 0.0 for t in line],
        color=style.BLUE,
        label="Poisson, mean degree 3",
    )
    inputs = [(t, {"transmissibility": t}) for t in (0.45, 0.5, 0.6, 0.8, 1.0)]
    _draw(ax, points("sir", "final_size", inputs), style.BLUE, "o", "measured")
    degrees = np.diff(power_law(20_000, 2.5, 1).offsets)
    law = [theory.final_size_of_degrees(float(t), degrees) for t in line]
    ax.plot(line, law, color=style.VERMILION, linestyle="--", label="power law, exponent 2.5")
    heavy: list[tuple[float, Mapping[str, Any]]] = [
        (t, {"network": "powerlaw", "transmissibility": t}) for t in (0.1, 0.2, 0.4, 0.7, 1.0)
    ]
    _draw(ax, points("sir", "final_size", heavy), style.VERMILION, "s", "measured")
    ax.set_xlabel("transmissibility T")
    ax.set_ylabel("final size S")
    ax.legend(frameon=False, fontsize=text.SMALL)
    return figure


def watts() -> Any:
    """Draw the cascade size against the mean degree."""
    figure, ax = _figure("watts")
    line = np.linspace(0.6, 9.0, 85)
    looks = ((0.18, style.BLUE, "o", "-"), (0.24, style.VERMILION, "s", "--"))
    for phi, color, marker, dash in looks:
        ax.plot(
            line,
            [theory.watts_cascade(phi, float(z), 0.01) for z in line],
            color=color,
            linestyle=dash,
            label=f"phi = {phi:g}, 1 % seeds",
        )
        degrees = (
            (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0) if phi > 0.2 else (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)
        )
        inputs = [(z, {"phi": phi, "mean_degree": z}) for z in degrees]
        _draw(ax, points("watts", "cascade_size", inputs, 8), color, marker, "measured")
    ax.set_xlabel("mean degree z")
    ax.set_ylabel("share that turned")
    ax.legend(frameon=False, fontsize=text.SMALL)
    return figure


def granovetter() -> Any:
    """Draw the share that turns against the spread of the thresholds."""
    figure, ax = _figure("granovetter")
    line = np.arange(0.05, 0.3001, 0.001)
    law = [theory.threshold_fixed_point(0.25, float(sd), 10_000) for sd in line]
    ax.plot(line, law, color=style.BLUE, label="fixed point")
    tried = (0.06, 0.09, 0.11, 0.122, 0.123, 0.13, 0.16, 0.2, 0.25, 0.29)
    inputs = [(sd, {"sd": sd}) for sd in tried]
    _draw(ax, points("granovetter", "share", inputs), style.VERMILION, "s", "measured")
    ax.set_xlabel("standard deviation of the thresholds (mean .25)")
    ax.set_ylabel("share that turned")
    ax.legend(frameon=False, fontsize=text.SMALL)
    return figure


def bass() -> Any:
    """Draw cumulative adoption against time."""
    figure, ax = _figure("bass")
    p, q, step = 0.03, 0.38, 0.01
    time = np.linspace(0.0, 14.0, 300)
    fading = np.exp(-(p + q) * time)
    law = (1.0 - fading) / (1.0 + q / p * fading)
    ax.plot(time, law, color=style.BLUE, label="F(t), Bass")
    inputs: dict[str, Any] = {"p": p, "q": q, "step": step, "people": 20_000}
    shares = np.array([bass_run(inputs, 1_400, seed) for seed in range(1, 9)])
    found = []
    for day in range(49, 1_400, 75):
        low, high = spread_interval(shares[:, day])
        found.append((step * (day + 1), float(shares[:, day].mean()), low, high))
    _draw(ax, found, style.VERMILION, "s", "measured, 8 worlds of 20,000 people")
    peak = theory.bass_peak(p, q)
    ax.axvline(peak[0], color=style.GREY, linestyle=":")
    ax.text(
        peak[0] + 0.15,
        0.05,
        f"peak of the rate: t = {peak[0]:.4f}, F = {peak[1]:.5f}",
        fontsize=text.SMALL,
    )
    ax.set_xlabel("time (100 days a unit)")
    ax.set_ylabel("cumulative share")
    ax.legend(frameon=False, fontsize=text.SMALL)
    return figure


FIGURES: Final[dict[str, Callable[[], Any]]] = {
    "accidents": accidents,
    "hawkes": hawkes,
    "clusters": clusters,
    "sir": sir,
    "watts": watts,
    "granovetter": granovetter,
    "bass": bass,
}


def draw(name: str) -> Any:
    """Return the figure of one limit, in the style of the program."""
    with style.style():
        return FIGURES[name]()
