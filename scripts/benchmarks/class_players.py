"""Do decisions matter? A team that looks ahead against one that throws dice, in many classes.

In the project's environment: ``python scripts/benchmarks/class_players.py`` plays 200 classes
on all processors (some ten minutes on two), prints the shares and writes
results/class_players.json.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.benchmarks.measured import keep


def main() -> int:
    """Play and write; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--classes", type=int, default=200)
    parser.add_argument("--trials", type=int, default=4)
    options = parser.parse_args()
    import numpy as np

    from sim.classroom.players import a_class
    from sim.classroom.rules import class_world
    from sim.engine.engine import make_ready
    from sim.engine.threads import cores
    from sim.scenario.files import load

    make_ready()
    scenario = class_world(load("classroom"))
    rows = []
    with ThreadPoolExecutor(cores()) as pool:
        for row in pool.map(lambda k: a_class(scenario, k, options.trials), range(options.classes)):
            rows.append(row)
            if len(rows) % 10 == 0:
                print(f"{len(rows)} of {options.classes} classes", file=sys.stderr, flush=True)
    ahead, random, idle = np.array(rows).T
    found = {
        "classes": options.classes,
        "worlds in which playbooks are tried": options.trials,
        "looking ahead beats random": float(np.mean(ahead > random)),
        "looking ahead beats doing nothing": float(np.mean(ahead > idle)),
        "random beats doing nothing": float(np.mean(random > idle)),
        "points looking ahead, mean": float(ahead.mean()),
        "points at random, mean": float(random.mean()),
        "points of doing nothing, mean": float(idle.mean()),
    }
    keep(found, "class_players")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
