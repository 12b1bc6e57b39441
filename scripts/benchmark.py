"""Measure how fast Tarpeia is: against Mesa, against its peers, against the machine itself.

In the project's environment (``python3 scripts/tarpeia.py --help`` makes it):

    python scripts/benchmark.py                     everything, on a quiet machine, half an hour
    python scripts/benchmark.py --quick             small crowds, two minutes, to see that it works
    python scripts/benchmark.py --parts floor start what is asked for; the rest is kept
    python scripts/benchmark.py --publish           also into README.md and docs/performance.md

Writes results/benchmarks/<date>.json, and a table and a figure beside it. The peers live in
environments of their own, made when they are first asked for. What is compared is measured in turns
in one run, and medians are told with the range: a machine is never the same twice.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.places import RESULTS, ROOT

PEOPLE = 100_000


def say(text: str) -> None:
    """Tell what is being measured, on standard error."""
    print(text, file=sys.stderr, flush=True)


def machine(quick: bool) -> dict[str, Any]:
    """Measure the machine's limits."""
    from scripts.benchmarks.machine import gather, triad

    sizes = (100_000, 1_000_000) if quick else (100_000, 1_000_000, 10_000_000, 26_000_000)
    return {
        "triad": triad(1),
        "triad on two threads": triad(2),
        "gather": {str(size): gather(size) for size in sizes},
    }


def floor(quick: bool) -> dict[str, Any]:
    """Measure a default day against what memory must move, triad and gather in the same run."""
    from scripts.benchmarks.engine_speed import against_floor
    from scripts.benchmarks.machine import gather, triad

    people, days = (100_000, 60) if quick else (1_000_000, 120)
    rounds = [against_floor(people, days, triad(1), gather(people)) for _ in range(3)]
    return sorted(rounds, key=lambda found: found["ratio"])[1]


def model(quick: bool) -> dict[str, Any]:
    """Measure the full model against its pure-Mesa version, the same first days of one crowd."""
    from scripts.benchmarks.full_model.timing import compared

    return compared(*((5_000, 3, 2) if quick else (PEOPLE, 5, 3)))


def agreement(quick: bool) -> dict[str, Any]:
    """Compare what the engine and the pure-Mesa version say, over 40 runs of each."""
    from scripts.benchmarks.agreement import SERIES, compare
    from scripts.benchmarks.agreement_cases import CASES

    people, days, runs = (200, 30, 10) if quick else (500, 120, 40)
    found: dict[str, Any] = compare(CASES["classroom"](people, days), runs, days, SERIES, say)
    return {name: value for name, value in found.items() if name != "comparisons"} | {
        "differing": sum(not one["agrees"] for one in found["comparisons"])
    }


def peers(quick: bool) -> dict[str, Any]:
    """Measure the SIR limit of the engine against other libraries, on one graph."""
    from scripts.benchmarks.sir import compared

    return compared(*((5_000, 1) if quick else (PEOPLE, 3)))


def scaling(quick: bool) -> list[dict[str, float]]:
    """Measure crowds of ten thousand to twenty-six million, each in a process of its own."""
    from scripts.benchmarks.engine_speed import size_in_a_process

    sizes = (10_000, 100_000) if quick else (10_000, 100_000, 1_000_000, 10_000_000, 26_000_000)
    found = []
    for people in sizes:
        for threads in (1, 2):
            days = 60 if quick else 365
            if threads == 1 and people > 1_000_000:
                days = 30
            say(f"  {people:,} people, {days} days, {threads} threads")
            found.append(size_in_a_process(people, days, threads))
    return found


def sweeps(quick: bool) -> dict[str, Any]:
    """Measure runs a second of 10,000 people and 365 days, on one worker and on two, in turns."""
    import numpy as np

    from scripts.benchmarks.engine_speed import sweep
    from scripts.benchmarks.full_model.timing import batch_runs_a_second

    people, days, runs = (2_000, 60, 20) if quick else (10_000, 365, 60)
    rounds = [{workers: sweep(people, days, runs, workers) for workers in (1, 2)} for _ in range(3)]
    one, two = (float(np.median([found[workers] for found in rounds])) for workers in (1, 2))
    return {
        "people": people,
        "days": days,
        "one worker": one,
        "two workers": two,
        "efficiency": float(np.median([found[2] / found[1] / 2.0 for found in rounds])),
        "mesa.batch_run on two": batch_runs_a_second(people, days, 1 if quick else 2),
    }


def start(quick: bool) -> dict[str, Any]:
    """Measure how long it takes until something happens."""
    from scripts.benchmarks.start_up import measure

    return measure(2 if quick else 5)


PARTS: dict[str, Callable[[bool], Any]] = {
    "machine": machine,
    "floor": floor,
    "model": model,
    "agreement": agreement,
    "peers": peers,
    "sweeps": sweeps,
    "start": start,
    "scaling": scaling,
}


def main() -> int:
    """Measure, and write what was found; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small crowds, to see that it works")
    parser.add_argument("--parts", nargs="+", choices=list(PARTS), default=list(PARTS))
    parser.add_argument("--output", type=Path, help="results/benchmarks/<date>.json unless given")
    parser.add_argument(
        "--publish", action="store_true", help="also write README.md and docs/performance.md"
    )
    options = parser.parse_args()

    from scripts.benchmarks.machine import about
    from scripts.benchmarks.report import draw, publish, table

    os.chdir(ROOT)
    today = dt.date.today().isoformat()
    output = options.output or RESULTS / "benchmarks" / f"{today}.json"
    output.parent.mkdir(parents=True, exist_ok=True)
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    found = json.loads(output.read_text()) if output.exists() else {}
    found |= {"date": today, "commit": commit, "quick": options.quick, "about": about()}
    for name in options.parts:
        say(name)
        found[name] = PARTS[name](options.quick)
        output.write_text(json.dumps(found, indent=1) + "\n")  # nothing measured is lost
    text = table(found)
    output.with_suffix(".md").write_text(text)
    draw(found, output.with_suffix(".png"))
    if options.publish:
        publish(found)
    print(text)
    say(f"{output}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
