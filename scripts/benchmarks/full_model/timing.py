"""The full model, engine against pure Mesa: the same crowd, network and days."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from scripts.benchmarks.engine_speed import crowd
from scripts.benchmarks.full_model.model import timed
from scripts.places import ROOT
from sim.engine.engine import Engine
from sim.engine.world import allocate


def compared(people: int, days: int, rounds: int) -> dict[str, Any]:
    """Return agent-days a second of both, in turns, set-up not counted, and their ratio.

    The engine is also measured over a whole year of the same crowd.
    """
    scenario = crowd(people, days)
    network = allocate(scenario).network
    Engine(allocate(scenario, network)).run()
    own, mesa, year = [], [], []
    for turn in range(rounds):
        mesa.append(timed(scenario, network, turn + 1, days)["agent_days_per_second"])
        engines = [Engine(allocate(scenario, network)) for _ in range(20)]
        began = time.perf_counter()
        for engine in engines:
            engine.run()
        own.append(20 * people * days / (time.perf_counter() - began))
        whole = Engine(allocate(crowd(people, 365), network))
        began = time.perf_counter()
        whole.run()
        year.append(people * 365 / (time.perf_counter() - began))
    return {
        "people": people,
        "days": days,
        "engine": float(np.median(own)),
        "engine, 365 days": float(np.median(year)),
        "mesa": float(np.median(mesa)),
        "ratio": float(np.median(np.array(own) / np.array(mesa))),
        "range of the year": [min(year), max(year)],
    }


BATCH = """
import json, sys, time
sys.path.insert(0, {root!r})
import mesa
from scripts.benchmarks.engine_speed import crowd
from scripts.benchmarks.full_model.model import ReputationMesa
from sim.engine.world import allocate

class Batched(ReputationMesa):
    def __init__(self, luck=1, **named):
        super().__init__(crowd({people}, {days}), NETWORK, luck)
        self.running = True

NETWORK = allocate(crowd({people}, {days})).network
if __name__ == "__main__":
    import multiprocessing
    began = time.perf_counter()
    mesa.batch_run(
        Batched, {{"luck": list(range(1, 5))}}, number_processes=2, max_steps={days} - 1,
        display_progress=False, {repeats},
    )
    print(json.dumps(time.perf_counter() - began))
"""


def batch_runs_a_second(people: int, days: int, measured_days: int) -> float:
    """Return runs a second of mesa.batch_run on two processes, scaled to all days.

    Four runs of ``measured_days`` days each are measured, with all that batch_run does around them.
    """
    import json
    import tempfile

    import mesa

    newer = tuple(int(part) for part in mesa.__version__.split(".")[:2]) >= (3, 4)
    text = BATCH.format(
        root=str(ROOT),
        people=people,
        days=measured_days + 1,
        repeats="rng=[None]" if newer else "iterations=1",
    )
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "batched.py"
        program.write_text(text, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, program], check=True, capture_output=True, text=True, cwd=folder
        )
    seconds = float(json.loads(done.stdout.strip().splitlines()[-1]))
    return 4.0 / (seconds * days / measured_days)
