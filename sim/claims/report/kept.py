"""Trials as plain data: for JSON, and kept in a folder so that an interrupted run goes on."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from sim import files
from sim.claims.claim import Claim
from sim.claims.data_verdict import DataVerdict
from sim.claims.index import CLAIMS
from sim.claims.judge import JudgedPart, Mean
from sim.claims.observed import Numbers
from sim.claims.trial import Box, Trial
from sim.evidence.estimate import Estimate
from sim.scenario.files import load
from sim.version import engine_version, hash_of, sources

FORMAT: Final = "tarpeia claim 1"
# Points of a curve that are kept: a figure shows no more.
POINTS: Final = 240
# What decides a trial beside the engine: worlds, records, judge, and the plausible box.
DECIDES: Final = (
    "claims/claim.py",
    "claims/cycle.py",
    "claims/index.py",
    "claims/judge.py",
    "claims/observed.py",
    "claims/pairs.py",
    "claims/trial.py",
    "claims/records",
    "experiments/plausible.py",
)


@cache
def claims_version() -> str:
    """Return a hash of all sources that decide a trial: engine, worlds, records, judge, box."""
    scenarios = sorted({claim.setting.scenario for claim in CLAIMS.values()})
    begin = engine_version() + "".join(load(name).content_hash for name in scenarios)
    return hash_of(sources(DECIDES), begin=begin)


def plain(value: Any) -> Any:
    """Return a value as JSON has it: no nan, no infinity, lists for tuples."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value


def _mean(mean: Mean) -> dict[str, Any]:
    return {"value": mean.value, "interval": [mean.low, mean.high]}


def part_record(judged: JudgedPart) -> dict[str, Any]:
    """Return one part as plain data."""
    return {
        "statistic": judged.part,
        "unit": judged.unit,
        "with": _mean(judged.with_it),
        "without": _mean(judged.without),
        "difference": _mean(judged.difference),
        "expected": judged.expected,
        "model": judged.verdict,
        "reason": judged.reason,
        "undefined": judged.undefined,
    }


def trial_record(trial: Trial, data: DataVerdict) -> dict[str, Any]:
    """Return what ``--json`` prints of a claim; the first deciding part stands at the top.

    Keys: id, statistic, unit, with, without, interval (of the difference, or of the mean where
    there is no ablated world), expected, model, reason, evidence, box, parts, and how it was tried.
    """
    claim = trial.claim
    first = trial.first
    apart = first.difference if math.isfinite(first.difference.value) else first.with_it
    record: dict[str, Any] = plain(
        {
            "id": claim.id,
            "essay": claim.essay,
            "statistic": first.part,
            "unit": first.unit,
            "with": first.with_it.value,
            "without": first.without.value,
            "interval": [apart.low, apart.high],
            "expected": first.expected,
            "model": trial.verdict,
            "reason": trial.reason,
            "evidence": data.verdict,
            "built_in": claim.built_in,
            "amended": bool(claim.amended),
            "first": claim.first,
            "box": {"held": trial.box.held, "draws": trial.box.draws},
            "parts": [part_record(one) for one in trial.parts],
            "estimates": [asdict(one) for one in data.estimates],
            "replicates": trial.replicates,
            "seed": trial.seed,
        }
    )
    return record


def _thinned(curve: Numbers) -> list[list[float]]:
    """Return a curve, float64 (3, days), at no more than ``POINTS`` of its days, to 4 digits."""
    days = np.unique(np.linspace(0, curve.shape[1] - 1, POINTS).astype(int))
    return [[float(f"{x:.4g}") for x in row] for row in curve[:, days]]


def kept_record(trial: Trial, data: DataVerdict, draws: int) -> dict[str, Any]:
    """Return all that is kept of a trial, the figure's curves among it."""
    curves = [[arm, with_it, _thinned(curve)] for (arm, with_it), curve in trial.curves.items()]
    return {
        "format": FORMAT,
        "version": claims_version(),
        "draws": draws,
        **trial_record(trial, data),
        "curves": curves,
    }


def _restored_mean(record: dict[str, Any]) -> Mean:
    def number(x: Any) -> float:
        return math.nan if x is None else float(x)

    return Mean(number(record["value"]), *(number(x) for x in record["interval"]))


def _restored_part(record: dict[str, Any]) -> JudgedPart:
    return JudgedPart(
        record["statistic"],
        record["unit"],
        _restored_mean(record["with"]),
        _restored_mean(record["without"]),
        _restored_mean(record["difference"]),
        record["expected"],
        record["model"],
        record["reason"],
        int(record["undefined"]),
    )


def restored_trial(record: dict[str, Any]) -> Trial:
    """Return the trial of a kept record.

    Raises
    ------
    KeyError, TypeError, ValueError
        When it is none.
    """
    parts = tuple(map(_restored_part, record["parts"]))
    curves = {
        (str(arm), bool(with_it)): np.array(curve, dtype=np.float64)
        for arm, with_it, curve in record["curves"]
    }
    box = Box(int(record["box"]["held"]), int(record["box"]["draws"]))
    claim = CLAIMS[record["id"]]
    if len(parts) != len(claim.parts):
        raise ValueError("another number of parts")
    return Trial(
        claim,
        record["model"],
        record["reason"],
        parts,
        box,
        int(record["replicates"]),
        int(record["seed"]),
        curves,
    )


def restored_data(record: dict[str, Any]) -> DataVerdict:
    """Return the data's verdict of a record."""
    return DataVerdict(record["evidence"], tuple(Estimate(**one) for one in record["estimates"]))


def keep_trial(folder: Path, record: dict[str, Any]) -> None:
    """Write a kept record, whole or not at all."""
    path = folder / f"{record['id']}.json"
    files.write(path, json.dumps(plain(record), ensure_ascii=False) + "\n")


def kept_trial(folder: Path, claim: Claim, seed: int, replicates: int, draws: int) -> Trial | None:
    """Return the trial kept in a folder, None if there is none of this version, seed and size."""
    path = folder / f"{claim.id}.json"
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        asked = {
            "format": FORMAT,
            "version": claims_version(),
            "id": claim.id,
            "seed": seed,
            "replicates": replicates,
            "draws": draws,
        }
        if not all(record.get(name) == value for name, value in asked.items()):
            return None
        return restored_trial(record)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
