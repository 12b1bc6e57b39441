"""Try all claims and write what comes out: results/claims/*.json, figures, docs/claims.md.

In the project's environment: ``python scripts/update/claims.py`` tries the claims (some minutes)
and writes everything; ``--seeds`` tries them with five other seeds, ``--nothing`` judges them in
worlds without any mechanism, and without their own (40 seeds; these two take longest, and only
write their JSON and the document). ``--docs`` writes the documents from the JSON alone, and
``--check`` tells by its exit code whether that would change it. ``--verdicts`` tries the claims
without the parameter box and tells by its exit code whether their verdicts are those on record.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts import places
from scripts.marks import filled_by_name
from scripts.update.pictures import lighten

RESULTS = places.RESULTS / "claims"
FIGURES = places.FIGURES / "claims"
DOCUMENTS = (places.DOCS / "claims.md", places.ROOT / "README.md")
TRIALS, SEEDS, NOTHING, CYCLE = "trials", "seeds", "nothing", "cycle"
SEED = 1
OTHER_SEEDS = range(2, 7)
NOTHING_SEEDS = range(1, 41)
NOTHING_WORLDS = 20
# Of a verdict on record this many in ten come out again, on any machine.
AGREEING = 0.9


def read(name: str) -> Any:
    """Return what is on record under a name."""
    return json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))


def write(name: str, record: Any) -> None:
    """Put something on record, a line an item."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    if isinstance(record, list):
        lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in record)
        text = f"[\n{lines}\n]\n"
    else:
        text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    (RESULTS / f"{name}.json").write_text(text, encoding="utf-8")


def try_all() -> None:
    """Try all claims, write records and figures."""
    from sim.claims.cycle import PHASES, cycle_of
    from sim.claims.data_verdict import data_verdict_of
    from sim.claims.index import CLAIMS
    from sim.claims.report import html
    from sim.claims.report.kept import claims_version, trial_record
    from sim.claims.trial import try_claim

    tried = []
    for claim in CLAIMS.values():
        trial = try_claim(claim, SEED)
        tried.append((trial, data_verdict_of(claim)))
        print(f"{claim.id}: {trial.verdict} {trial.reason}", file=sys.stderr)
    cycle = cycle_of(SEED)
    write(TRIALS, [{"version": claims_version(), **trial_record(*one)} for one in tried])
    told = {"phases": PHASES, "worlds": cycle.worlds, "followed": cycle.followed.tolist()}
    write(CYCLE, {**told, "falls": cycle.falls, "headwind": cycle.headwind})
    FIGURES.mkdir(parents=True, exist_ok=True)
    html.draw(tried, FIGURES, cycle)
    lighten(FIGURES.glob("*.png"))


def verdicts(seed: int) -> dict[str, str]:
    """Return the verdict on each claim with another seed, without the parameter box."""
    from sim.claims.index import CLAIMS
    from sim.claims.trial import try_claim

    found: dict[str, str] = {}
    for claim in CLAIMS.values():
        found[claim.id] = try_claim(claim, seed, draws=0).verdict
        print(f"seed {seed}, {claim.id}: {found[claim.id]}", file=sys.stderr)
    return found


def held_by_chance(name: str) -> tuple[int, int]:
    """Return in how many of 40 seeds a claim holds without any mechanism, and without its own."""
    from sim.claims.chance import EVERYTHING, own_mechanisms, try_nothing
    from sim.claims.index import CLAIMS

    def times(off: tuple[str, ...]) -> int:
        outcomes = [try_nothing(claim, seed, NOTHING_WORLDS, off, 1) for seed in NOTHING_SEEDS]
        return outcomes.count("holds")

    claim = CLAIMS[name]
    return times(EVERYTHING), times(tuple(own_mechanisms(claim)))


def nothing() -> dict[str, Any]:
    """Return in how many seeds each claim holds by chance; a process a processor works on it."""
    from sim.claims.index import CLAIMS
    from sim.engine.threads import cores

    held: dict[str, dict[str, int]] = {"every": {}, "own": {}}
    with ProcessPoolExecutor(cores(), multiprocessing.get_context("spawn")) as pool:
        for name, found in zip(CLAIMS, pool.map(held_by_chance, CLAIMS), strict=True):
            held["every"][name], held["own"][name] = found
            print(f"nothing, {name}: holds {found[0]} and {found[1]} times", file=sys.stderr)
    return {"seeds": len(NOTHING_SEEDS), "worlds": NOTHING_WORLDS, "holds": held}


def agree() -> int:
    """Try the claims again and hold the verdicts against those on record; return the exit code."""
    record = {one["id"]: one["model"] for one in read(TRIALS)}
    found = verdicts(SEED)
    other = {name: (record.get(name), v) for name, v in found.items() if record.get(name) != v}
    for name, (on_record, now) in other.items():
        print(f"{name}: {now}, on record: {on_record}")
    print(f"{len(found) - len(other)} of {len(found)} verdicts are the ones on record")
    return 0 if len(other) <= (1.0 - AGREEING) * len(found) else 1


def blocks() -> dict[str, str]:
    """Return the generated blocks of the documents, by name."""
    from sim.claims.report.document import DOCUMENT_BLOCKS

    records = {name: read(name) for name in (TRIALS, SEEDS, NOTHING, CYCLE)}
    return {name: make(records) for name, make in DOCUMENT_BLOCKS.items()}


def documents(check: bool) -> int:
    """Write the documents from the records, or tell by the exit code whether one is stale."""
    made = blocks()
    stale = 0
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        new = filled_by_name(text, "claims", made.__getitem__)
        if new != text and check:
            print(f"{path.name} is stale; run scripts/update/claims.py --docs")
            stale = 1
        elif new != text:
            path.write_text(new, encoding="utf-8")
    return stale


def main() -> int:
    """Do what was asked for; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", action="store_true", help="try them with five other seeds")
    parser.add_argument("--nothing", action="store_true", help="judge them without mechanisms")
    parser.add_argument("--docs", action="store_true", help="only write the documents")
    parser.add_argument("--check", action="store_true", help="only tell whether they are current")
    parser.add_argument("--verdicts", action="store_true", help="do the verdicts come out again?")
    asked = parser.parse_args()
    if asked.verdicts:
        return agree()
    if asked.seeds:
        write(SEEDS, {str(seed): verdicts(seed) for seed in OTHER_SEEDS})
    if asked.nothing:
        write(NOTHING, nothing())
    if not any(vars(asked).values()):
        try_all()
    return documents(asked.check)


if __name__ == "__main__":
    raise SystemExit(main())
