"""What is kept of a trial: it comes back, or is tried again."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from sim.claims.index import CLAIMS
from sim.claims.judge import Mean
from sim.claims.report import kept
from sim.claims.report.tables import Tried


def same(one: Any, other: Any) -> bool:
    """Compare plain values, nan equal to nan."""
    if isinstance(one, float) and isinstance(other, float):
        return one == other or (math.isnan(one) and math.isnan(other))
    if isinstance(one, Mean):
        return all(map(same, (one.value, one.low, one.high), (other.value, other.low, other.high)))
    return bool(one == other)


def test_what_is_kept_comes_back(tried: Tried, tmp_path: Path) -> None:
    for trial, data in tried:
        kept.keep_trial(tmp_path, kept.kept_record(trial, data, 2))
        claim = CLAIMS[trial.claim.id]
        back = kept.kept_trial(tmp_path, claim, 1, 5, 2)
        assert back is not None
        for one, other in zip(trial.parts, back.parts, strict=True):
            assert all(map(same, vars(one).values(), vars(other).values()))
        assert (back.verdict, back.reason, back.box) == (trial.verdict, trial.reason, trial.box)
        assert back.curves.keys() == trial.curves.keys()
        for curve in back.curves.values():
            assert curve.shape[1] <= kept.POINTS


def test_what_was_kept_otherwise_is_tried_again(
    tried: Tried, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = CLAIMS["rumour"]
    kept.keep_trial(tmp_path, kept.kept_record(*tried[0], 2))
    assert kept.kept_trial(tmp_path, claim, 1, 5, 2) is not None
    for asked in ((2, 5, 2), (1, 6, 2), (1, 5, 3)):
        assert kept.kept_trial(tmp_path, claim, *asked) is None
    assert kept.kept_trial(tmp_path, CLAIMS["retreat"], 1, 5, 2) is None
    path = tmp_path / "rumour.json"
    whole = path.read_text(encoding="utf-8")
    for damaged in ("", "[]", "{}", whole[:-40], whole.replace('"parts"', '"part"')):
        path.write_text(damaged, encoding="utf-8")
        assert kept.kept_trial(tmp_path, claim, 1, 5, 2) is None
    path.write_text(whole, encoding="utf-8")
    monkeypatch.setattr(kept, "claims_version", lambda: "another")
    assert kept.kept_trial(tmp_path, claim, 1, 5, 2) is None


def test_json_has_no_nan_and_what_the_command_promises(
    tried: Tried,
) -> None:
    for trial, data in tried:
        record = kept.trial_record(trial, data)
        text = json.dumps(record, allow_nan=False)
        assert {
            "id",
            "statistic",
            "with",
            "without",
            "interval",
            "expected",
            "model",
            "evidence",
        } <= set(json.loads(text))
