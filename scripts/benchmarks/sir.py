"""The SIR limit of the engine against other libraries: one graph, in turns, each in its program."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from scripts.places import ROOT

PEERS = Path(__file__).resolve().parent / "peers"

# Program, and whose Python runs it: the project's, an environment of the peers', the system's.
PROGRAMS = (
    ("tarpeia", "own"),
    ("numba_plain", "own"),
    ("scipy", "a"),
    ("numpy", "a"),
    ("starsim", "a"),
    ("mesa_frames", "b"),
    ("eon", "a"),
    ("graph_tool", "system"),
    ("ndlib", "a"),
    ("agentpy", "a"),
    ("mesa", "a"),
    ("mesa_everyone", "a"),
)
# One repeat of these takes long: they take part in the first round alone.
SLOW = ("ndlib", "agentpy", "mesa", "mesa_everyone", "eon")


def environment(name: str) -> str:
    """Return the Python of a peers' environment, ``.venv-peers-<name>``, made when missing."""
    folder = ROOT / f".venv-peers-{name}"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    lock = PEERS / f"requirements-{name}.lock"
    wanted = lock.read_text(encoding="utf-8")
    stamp = folder / "installed"
    if not (stamp.exists() and stamp.read_text(encoding="utf-8") == wanted):
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        install = ["-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(lock)]
        subprocess.run([str(python), *install], check=True)
        stamp.write_text(wanted, encoding="utf-8")
    return str(python)


def run(program: str, python: str, graph: Path, seed: int) -> dict[str, Any]:
    """Run one repeat of one peer; return its line, or why there is none."""
    command = [python, str(PEERS / f"{program}_sir.py"), "--graph", str(graph)]
    command += ["--repeats", "1", "--seed", str(seed), "--limit", "300"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no word"])[-1]
        return {"peer": program, "skipped": last}
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def compared(people: int, rounds: int) -> dict[str, Any]:
    """Return for each peer the median CPU and wall seconds of 100 steps, and the ratio to ours.

    Parameters
    ----------
    people : int
        People in the graph; mean degree 10.
    rounds : int
        Repeats; the peers take turns. Two for each of the slow ones at most.
    """
    pythons = {"own": sys.executable, "system": "/usr/bin/python3"}
    lines: dict[str, list[dict[str, Any]]] = {program: [] for program, _ in PROGRAMS}
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "graph.npz"
        make = [str(PEERS / "make_graph.py"), str(graph), "--people", str(people)]
        subprocess.run([sys.executable, *make], check=True, capture_output=True)
        for turn in range(rounds):
            for program, whose in PROGRAMS:
                if turn >= 1 and program in SLOW:
                    continue
                if whose not in pythons:
                    pythons[whose] = environment(whose)
                lines[program].append(run(program, pythons[whose], graph, turn + 1))
                print(f"  {program}: {lines[program][-1].get('cpu')}", file=sys.stderr, flush=True)
    found: dict[str, Any] = {"people": people, "steps": 100}
    for program, told in lines.items():
        if any("skipped" in line for line in told):
            found[program] = {"skipped": told[0].get("skipped", "")}
            continue
        done = [line.get("steps_done", [line["steps"]])[0] for line in told]
        cpu = [100.0 * line["cpu"][0] / steps for line, steps in zip(told, done, strict=True)]
        wall = [100.0 * line["wall"][0] / steps for line, steps in zip(told, done, strict=True)]
        found[program] = {
            "version": told[0]["version"],
            "cpu": float(np.median(cpu)),
            "range": [min(cpu), max(cpu)],
            "wall": float(np.median(wall)),
            "steps": min(done),
            "recovered": [line["recovered"][0] for line in told],
        }
    ours = found["tarpeia"]["cpu"]
    for program, _ in PROGRAMS:
        if "cpu" in found[program]:
            found[program]["ratio"] = found[program]["cpu"] / ours
    return found
