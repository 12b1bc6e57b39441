"""The engine alone: speed of a day against the machine's floor, scaling, sweeps.

As a program it measures one size in a process of its own, so that peak memory is that size's:

    python scripts/benchmarks/engine_speed.py --people 1000000 --days 60 --threads 2
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import sim
from scripts.places import SCENARIOS
from sim.engine.crowd import bytes_of_a_day
from sim.engine.engine import Engine
from sim.engine.world import allocate
from sim.model import layout

CLASSROOM = SCENARIOS / "classroom.toml"


def crowd(people: int, days: int, seed: int = 1) -> Any:
    """Return the classroom's scenario with so many people and days."""
    changes = {"crowd.people": people, "run.days": days, "run.seed": seed}
    return sim.load(CLASSROOM).with_values(changes)


def edges_of_speakers(world: Any) -> int:
    """Return how many ties carry a voice on the coming day."""
    offsets = world.network.offsets
    speakers = np.flatnonzero(world.crowd.voice)
    return int((offsets[speakers + 1] - offsets[speakers]).sum())


def against_floor(people: int, days: int, triad: float, gather: float) -> dict[str, float]:
    """Measure a default run day by day on one thread against what memory must move.

    ``floor`` is bytes of state over the triad's bandwidth plus edges of that day's speakers over
    the rate of random reads.
    """
    engine = Engine(allocate(crowd(people, days)))
    engine.advance(min(20, days // 4))  # the first days have few voices
    moved = bytes_of_a_day(engine.world.crowd)
    seconds, floor, edges = [], [], []
    while engine.day < days:
        edges.append(edges_of_speakers(engine.world))
        began = time.perf_counter()
        engine.advance(1)
        seconds.append(time.perf_counter() - began)
        floor.append(moved / triad + edges[-1] / gather)
    ratio = np.array(seconds) / np.array(floor)
    return {
        "people": people,
        "days": len(seconds),
        "bytes_per_person": moved / people,
        "edges_per_person": float(np.mean(edges)) / people,
        "triad": triad,
        "gather": gather,
        "milliseconds": 1e3 * float(np.median(seconds)),
        "floor": 1e3 * float(np.median(floor)),
        "ratio": float(np.median(ratio)),
    }


def sweep(people: int, days: int, runs: int, workers: int) -> float:
    """Return runs a second of ``sim.replicates``, the network made before."""
    scenario = crowd(people, days)
    network = allocate(scenario).network
    list(sim.replicates(scenario, [1], 1, network))
    began = time.perf_counter()
    done = sum(1 for _ in sim.replicates(scenario, range(1, runs + 1), workers, network))
    return done / (time.perf_counter() - began)


def one_size(people: int, days: int, threads: int, steps: int) -> dict[str, float]:
    """Measure one crowd: network, state, days; in seconds, and the peak of memory in bytes."""
    import resource

    warm = Engine(allocate(crowd(1_000, 2)), threads)
    warm.run()
    began = time.perf_counter()
    world = allocate(crowd(people, days))
    ready = time.perf_counter()
    engine = Engine(world, threads)
    cpu = time.process_time()
    pieces = []
    for _ in range(steps):
        start = time.perf_counter()
        engine.advance(max(1, days // steps))
        pieces.append((time.perf_counter() - start) / max(1, days // steps))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "people": people,
        "days": engine.day,
        "threads": threads,
        "network": ready - began,
        "seconds": float(np.sum(pieces)) * max(1, days // steps),
        "cpu": time.process_time() - cpu,
        "day": float(np.mean(pieces)),
        "memory": peak * (1 if sys.platform == "darwin" else 1024),
        "fan_share": float(world.series[engine.day - 1, layout.S_FAN_SHARE]),
    }


def size_in_a_process(people: int, days: int, threads: int) -> dict[str, float]:
    """Return ``one_size``, measured in a process of its own."""
    command = [sys.executable, __file__, "--people", str(people), "--days", str(days)]
    done = subprocess.run(
        [*command, "--threads", str(threads)], check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--steps", type=int, default=1)
    options = parser.parse_args()
    print(json.dumps(one_size(options.people, options.days, options.threads, options.steps)))
