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

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.benchmarks.agreement_cases import CASES
from scripts.benchmarks.full_model.model import run_mesa
from scripts.benchmarks.samples import compare_samples
from sim.engine.engine import Engine
from sim.engine.world import allocate
from sim.model import layout
from sim.network.network import Network
from sim.scenario.scenario import Scenario

FAMILY_WISE: Final = 0.01
FIRST_MESA_SEED: Final = 101
FEWEST_RUNS: Final = 10
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


def sampled(
    scenario: Scenario,
    runs: int,
    days: int,
    series: Sequence[str],
    first_mesa: int,
    progress: Callable[[str], None],
) -> list[NDArray[np.float64]]:
    """Return the series of all runs of the engine, and of Mesa: run x series x day."""
    network = allocate(scenario).network
    samples = []
    for who, run, first in (("engine", run_engine, 1), ("mesa", run_mesa, first_mesa)):
        found = []
        for k in range(runs):
            told = run(scenario, network, first + k, days)
            found.append([told[name] for name in series])
            if (k + 1) % max(1, runs // 4) == 0:
                progress(f"{who}: {k + 1} of {runs} runs")
        samples.append(np.array(found))
    return samples


def compared(
    series: str,
    window: str,
    engine: NDArray[np.float64],
    mesa: NDArray[np.float64],
    level: float,
) -> Comparison:
    """Compare a mean over some days, a number a run of each."""
    t, p_mean, f, p_spread = compare_samples(engine, mesa)
    return Comparison(
        series,
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
    first_mesa = max(FIRST_MESA_SEED, runs + 1)
    engine, mesa = sampled(scenario, runs, days, series, first_mesa, progress)
    windows = windows_of(days)
    level = FAMILY_WISE / (2 * len(series) * len(windows))
    comparisons = [
        compared(name, window, engine[:, k, on].mean(axis=1), mesa[:, k, on].mean(axis=1), level)
        for k, name in enumerate(series)
        for window, on in windows.items()
    ]
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
