"""Do the engine and the pure-Mesa version tell the same story? A comparison over many seeds.

    python scripts/benchmarks/agreement.py                      the classroom, 40 seeds each
    python scripts/benchmarks/agreement.py --case busy --runs 400 --json agreement.json

Both begin on one first morning, with one crowd on one network, and differ in luck alone: the
engine runs with seeds 1, 2, ... and Mesa with seeds 101, 102, ... (or from ``runs + 1`` on, if that
is more). Of each main series, the last day and the means over windows of days are compared: their
mean over the runs by Welch's t, their spread by the test of Brown and Forsythe. All tests together
raise a false alarm with a probability of at most 1 % (Bonferroni), as far as each keeps its level.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from scripts.benchmarks.agreement_cases import CASES
from scripts.benchmarks.full_model_mesa import run_mesa
from sim.engine.engine import Engine
from sim.engine.world import allocate
from sim.model import layout
from sim.network.build import Network
from sim.scenario.scenario import Scenario

FAMILY_WISE: Final = 0.01
FIRST_MESA_SEED: Final = 101
FEWEST_RUNS: Final = 10
BEYOND: Final = 1e9  # the t of different constants: infinite, but JSON has no such number
SERIES: Final = (
    "fan_share",
    "anti_fan_share",
    "climate",
    "voices_praise",
    "voices_blame",
    "owners",
    "fleet",
    "stories_good",
    "stories_bad",
    "attention",
    "recruits",
    "participants",
    "mean_passion",
    "mean_grievance",
)
MORE_SERIES: Final = (
    "fan_circle",
    "critics",
    "resisters",
    "mean_hostility",
    "mean_expectation",
    "fan_to_black",
    "cooled",
    "recovered",
    "alienated",
    "attacks",
    "praise",
    "blame",
    "sales",
    "accidents",
    "accidents_public",
    "disputes",
    "disputes_public",
    "latent",
    "habituation",
    "surprise",
    "reservoir",
    "success",
    "strength",
    "coupling",
    "demand_unanswered",
    "stories_good_founder",
    "stories_bad_founder",
    "passion_turned",
    "hostility_made",
    "exposure",
    "stance",
)


@dataclass(frozen=True)
class Comparison:
    """One series in one window: what both say, and how likely such a difference is by luck.

    Attributes
    ----------
    series, window : str
    engine_mean, mesa_mean, engine_sd, mesa_sd : float
        Over the runs.
    t, p_mean : float
        Welch's t of the means (engine less Mesa) and its p-value.
    f, p_spread : float
        Brown and Forsythe's F of the spreads and its p-value.
    agrees : bool
        Whether both p-values are above the level of a single test.
    """

    series: str
    window: str
    engine_mean: float
    mesa_mean: float
    engine_sd: float
    mesa_sd: float
    t: float
    p_mean: float
    f: float
    p_spread: float
    agrees: bool


def run_engine(
    scenario: Scenario, network: Network, seed: int, days: int
) -> dict[str, list[float]]:
    """Run the engine with a luck of its own from the scenario's first morning on.

    Returns
    -------
    dict
        The daily series by name, as ``run_mesa`` gives them.
    """
    world = replace(allocate(scenario.with_values({"run.days": days}), network), seed=seed)
    Engine(world).advance(days)
    return dict(zip(layout.SERIES_NAMES, world.series.T.tolist(), strict=True))


def windows_of(days: int) -> dict[str, slice]:
    """Return the windows: a quarter, another, the second half, and the last day."""
    quarter, half = days // 4, days // 2
    return {
        f"days 0-{quarter - 1}": slice(0, quarter),
        f"days {quarter}-{half - 1}": slice(quarter, half),
        f"days {half}-{days - 1}": slice(half, days),
        f"day {days - 1}": slice(days - 1, days),
    }


def compare_samples(
    one: NDArray[np.float64], other: NDArray[np.float64]
) -> tuple[float, float, float, float]:
    """Return Welch's t with p, and Brown and Forsythe's F with p, of two samples of one size.

    Samples without any spread have equal means (p = 1) up to rounding, or not (p = 0). Where the
    distances from the median do not vary, nothing can be said about the spreads (p = 1).
    """
    t, p_mean = welch(one, other)
    away = [np.abs(sample - np.median(sample)) for sample in (one, other)]
    t_spread, p_spread = welch(away[0], away[1], pooled=True)
    if abs(t_spread) == BEYOND:
        t_spread, p_spread = 0.0, 1.0
    return t, p_mean, t_spread**2, p_spread


def welch(
    one: NDArray[np.float64], other: NDArray[np.float64], pooled: bool = False
) -> tuple[float, float]:
    """Return the t of two samples of one size and its p-value; ``pooled`` is Student's.

    With samples of one size both have the same t; only the degrees of freedom differ.
    """
    from scipy import stats

    size = len(one)
    difference = float(one.mean() - other.mean())
    squares = [float(sample.var(ddof=1)) / size for sample in (one, other)]
    error = math.sqrt(sum(squares))
    if error <= 1e-12 * max(float(np.abs(one).max()), float(np.abs(other).max()), 1e-300):
        same = abs(difference) <= 1e-9 * max(abs(float(one.mean())), 1e-300)
        return (0.0, 1.0) if same else (math.copysign(BEYOND, difference), 0.0)
    freedom = 2.0 * (size - 1)
    if not pooled:
        freedom = sum(squares) ** 2 / (sum(x * x for x in squares) / (size - 1))
    t = difference / error
    return t, float(2.0 * stats.t.sf(abs(t), freedom))


def compare(
    scenario: Scenario,
    runs: int = 40,
    days: int = 120,
    series: Sequence[str] = SERIES,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Run both over many seeds and compare them.

    Parameters
    ----------
    scenario : Scenario
        Its seed makes the one first morning and the network that all runs share.
    runs : int
        Runs of each, at least 10.
    days : int
        At least 4.
    series : sequence of str
        Names in ``layout.SERIES``.
    progress : callable
        Told a line now and then.

    Returns
    -------
    dict
        For JSON: the settings, ``false_alarms`` (of all tests together), ``level`` (of each),
        ``smallest_seen`` (the difference of means, in standard deviations, that would be found
        with a probability of .9), ``agrees``, and ``comparisons``, a list of ``Comparison``.

    Raises
    ------
    ValueError
        For too few runs or days.
    """
    from scipy.stats import norm

    if runs < FEWEST_RUNS or days < 4:
        raise ValueError(f"{runs} runs of {days} days: allowed are {FEWEST_RUNS} of 4, or more")
    network = allocate(scenario).network
    first_mesa = max(FIRST_MESA_SEED, runs + 1)
    samples: dict[str, NDArray[np.float64]] = {}
    for who, run, first in (("engine", run_engine, 1), ("mesa", run_mesa, first_mesa)):
        found = []
        for k in range(runs):
            told = run(scenario, network, first + k, days)
            found.append([told[name] for name in series])
            if (k + 1) % max(1, runs // 4) == 0:
                progress(f"{who}: {k + 1} of {runs} runs")
        samples[who] = np.array(found)
    windows = windows_of(days)
    level = FAMILY_WISE / (2 * len(series) * len(windows))
    comparisons = []
    for column, name in enumerate(series):
        for window, of_days in windows.items():
            engine = samples["engine"][:, column, of_days].mean(axis=1)
            mesa = samples["mesa"][:, column, of_days].mean(axis=1)
            t, p_mean, f, p_spread = compare_samples(engine, mesa)
            comparisons.append(
                Comparison(
                    name,
                    window,
                    float(engine.mean()),
                    float(mesa.mean()),
                    float(engine.std(ddof=1)),
                    float(mesa.std(ddof=1)),
                    t,
                    p_mean,
                    f,
                    p_spread,
                    min(p_mean, p_spread) >= level,
                )
            )
    seen = (norm.isf(level / 2.0) + norm.ppf(0.9)) * math.sqrt(2.0 / runs)
    return {
        "people": scenario.effective.crowd.people,
        "days": days,
        "runs": runs,
        "seeds": {"engine": [1, runs], "mesa": [first_mesa, first_mesa + runs - 1]},
        "tests": 2 * len(comparisons),
        "false_alarms": FAMILY_WISE,
        "level": level,
        "smallest_seen": float(seen),
        "agrees": all(one.agrees for one in comparisons),
        "comparisons": [asdict(one) for one in comparisons],
    }


def table(result: dict[str, Any]) -> str:
    """Return the comparisons as a table in Markdown, what disagrees marked."""
    lines = [
        "| series | window | engine | Mesa | t | p | sd engine | sd Mesa | F | p | |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for one in result["comparisons"]:
        mark = "" if one["agrees"] else "DIFFERS"
        lines.append(
            f"| {one['series']} | {one['window']} | {one['engine_mean']:.4g} "
            f"| {one['mesa_mean']:.4g} | {one['t']:.2f} | {one['p_mean']:.2g} "
            f"| {one['engine_sd']:.3g} | {one['mesa_sd']:.3g} | {one['f']:.2f} "
            f"| {one['p_spread']:.2g} | {mark} |"
        )
    differ = sum(not one["agrees"] for one in result["comparisons"])
    lines += [
        "",
        f"{result['runs']} runs each, {result['people']:,} people, {result['days']} days; "
        f"{result['tests']} tests, each at {result['level']:.2g}, together at most "
        f"{result['false_alarms']:.0%} false alarms. A difference of means of "
        f"{result['smallest_seen']:.2f} standard deviations would be found with a probability "
        f"of .9. Differing: {differ}.",
    ]
    return "\n".join(lines)


def main() -> int:
    """Compare, print the table; exit with 1 where the two disagree."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--case", choices=sorted(CASES), default="classroom")
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--days", type=int, default=120)
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--all", action="store_true", help="more series than the main ones")
    parser.add_argument("--json", type=Path, help="also write the result here")
    asked = parser.parse_args()
    series = SERIES + MORE_SERIES if asked.all else SERIES
    result = compare(
        CASES[asked.case](asked.people, asked.days),
        asked.runs,
        asked.days,
        series,
        lambda line: print(line, file=sys.stderr, flush=True),
    )
    print(table(result))
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0 if result["agrees"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
