"""A row of a sweep is the run of its point, plan and luck."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import sim
from sim.experiments.plans import NOTHING
from sim.experiments.results import SweepResult
from sim.experiments.sweep import run_sweep
from sim.experiments.sweep_settings import KEPT_SERIES
from sim.model.layout import SERIES_NAMES
from tests.experiments.small_sweeps import (
    LEVERS,
    PLANS,
    SCENARIO,
    made,
)


def test_every_run_is_there_once(whole: SweepResult) -> None:
    rows = whole.runs[["plan", "point", "replicate"]]
    expected = [(p, k, r) for p in ("hush", NOTHING) for k in range(4) for r in range(3)]
    assert list(rows.itertuples(index=False, name=None)) == expected
    assert set(whole.runs["error"]) == {""}
    assert whole.runs["digest"].nunique() == len(rows)
    assert (whole.runs["seconds"] > 0).all()


def test_a_row_is_the_run_of_its_point(whole: SweepResult) -> None:
    hush = {"": {}, NOTHING: {}, "hush": {"founder.stance": "silent"}}
    for row in whole.runs.to_dict("records"):
        changes = {name: row[name] for name in LEVERS} | hush[row["plan"]]
        luck = {"run.seed": row["seed"], "run.crowd_seed": row["crowd_seed"]}
        run = sim.run(SCENARIO.with_values({**changes, **luck}))
        assert run.digest[:16] == row["digest"]
        assert {name: row[name] for name in run.summary} == run.summary


def test_kept_days_are_those_of_the_run(whole: SweepResult) -> None:
    row = whole.runs[(whole.runs["plan"] == NOTHING) & (whole.runs["point"] == 3)].iloc[1]
    luck = {"run.seed": int(row["seed"]), "run.crowd_seed": int(row["crowd_seed"])}
    changes = {name: float(row[name]) for name in LEVERS}
    run = sim.run(SCENARIO.with_values({**changes, **luck}))
    series = whole.series
    kept = series[(series["plan"] == NOTHING) & (series["point"] == 3) & (series["replicate"] == 1)]
    assert kept["day"].tolist() == [0, 7, 14, 21, 24]
    for name in KEPT_SERIES:
        column = run.series[kept["day"], SERIES_NAMES.index(name)]
        assert kept[name].tolist() == column.tolist()
    assert len(series) == 5 * len(whole.runs)


def test_the_same_luck_at_every_point(whole: SweepResult) -> None:
    runs = whole.runs
    assert (runs.groupby("replicate")["seed"].nunique() == 1).all()
    assert runs["seed"].nunique() == 3
    assert (runs.groupby("replicate")["crowd_seed"].nunique() == 1).all()
    first, second, third = runs.groupby("replicate")["crowd_seed"].first()
    assert first == third != second  # two crowds take turns
    assert not set(runs["seed"]) & set(runs["crowd_seed"])


def test_own_luck_differs_between_points_not_between_plans() -> None:
    sweep = made(luck="own", plans=PLANS, crowds=50, replicates=5)
    luck = [[sweep.luck(place, k) for k in range(5)] for place in range(sweep.places)]
    assert luck[:4] == luck[4:]
    seeds = {seed for place in luck[:4] for seed, _ in place}
    assert len(seeds) == 4 * 5
    assert len({crowd for place in luck[:4] for _, crowd in place}) <= 50


# The number of replicates is no part of a store's identity: seeds must not depend on it.
def test_more_replicates_keep_the_luck_of_those_before() -> None:
    few, many = (made(luck="own", replicates=n) for n in (3, 7))
    assert few.content_hash == many.content_hash
    for place in range(few.places):
        assert [few.luck(place, k) for k in range(3)] == [many.luck(place, k) for k in range(3)]
    assert len({many.luck(place, k)[0] for place in range(4) for k in range(7)}) == 28


def test_the_seed_of_the_sweep_decides_the_luck() -> None:
    assert made(seed=1).luck(0, 0) == made(seed=1).luck(3, 0)
    assert made(seed=1).luck(0, 0) != made(seed=2).luck(0, 0)


def test_values_are_points_by_replicates(whole: SweepResult) -> None:
    values = whole.values("attention_peak", "hush")
    assert values.shape == (4, 3)
    row = whole.runs[(whole.runs["plan"] == "hush") & (whole.runs["point"] == 2)].iloc[1]
    assert values[2, 1] == row["attention_peak"]
    with pytest.raises(sim.TarpeiaError, match="attention: not among the outcomes"):
        whole.values("attention")


def test_cells_keep_their_kind(tmp_path: Path) -> None:
    levers = {
        "events[1].date": [dt.date(2026, 1, 3), dt.date(2026, 1, 20)],
        "product.heavy_tail": [True, False],
        "founder.stance": ["deny", "none"],
        "crowd.people": (50, 60, 2),
        "run.without": [["shield"], []],
    }
    result = sim.sweep(SCENARIO, levers, 1, tmp_path / "out", outcomes=["falls"])
    assert set(result.runs["error"]) == {""}
    row = result.runs.iloc[0]
    assert [row[name] for name in levers] == ["2026-01-03", True, "deny", 50, "shield"]
    assert list(dict.fromkeys(result.runs["run.without"])) == ["shield", ""]


# A part may hold some of the kinds of values that a factor takes.
@pytest.mark.parametrize(
    "told",
    [
        {"points": [{"founder.exposure": 0.2}, {"product.strength": 0.5}]},
        {"points": [{"founder.stance": "deny"}, {"founder.exposure": 0.5}]},
        {"points": [{"product.heavy_tail": True}, {"founder.exposure": 0.5}]},
        {"levers": {"start.climate": [0.1, [0.1, 0.2]]}},
    ],
)
@pytest.mark.parametrize("batch", [1, 64])
def test_points_may_name_different_things(
    told: dict[str, Any], batch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.experiments.rounds.BATCH_MOST", batch)
    result = run_sweep(made(**told, replicates=2), tmp_path / "out")
    assert len(result.runs) == 4
    assert set(result.runs["error"]) == {""}
    assert len(pd.read_parquet(tmp_path / "out" / "runs")) == 4


# The repr of numpy's numbers is no TOML.
def test_values_may_come_from_numpy(tmp_path: Path) -> None:
    levels = list(np.linspace(0.1, 0.9, 2))
    result = sim.sweep(SCENARIO, {"founder.exposure": levels}, 1, tmp_path / "out")
    assert set(result.runs["error"]) == {""}
    assert result.runs["founder.exposure"].tolist() == levels
