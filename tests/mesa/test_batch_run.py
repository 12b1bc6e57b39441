"""mesa.batch_run over the model, in the way of each Mesa 3."""

from __future__ import annotations

import inspect
from typing import Any

import mesa
import pytest

import sim
from sim.mesa.model import ReputationModel
from sim.model import layout
from tests.mesa.small_model import SMALL, small

BATCH_RUN = getattr(mesa, "batch_run", None)
BATCH_TAKES_RNG = BATCH_RUN is not None and "rng" in inspect.signature(BATCH_RUN).parameters


def batch(lucks: list[int], parameters: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    """Call ``mesa.batch_run`` in the way of the installed version."""
    if BATCH_RUN is None:
        pytest.skip("this Mesa has no batch_run")
    if BATCH_TAKES_RNG:
        options["rng"] = lucks
    else:
        parameters = {"rng": lucks, **parameters}
    rows = BATCH_RUN(ReputationModel, parameters, display_progress=False, **options)
    assert isinstance(rows, list)
    return rows


def test_batch_run_runs_to_the_horizon_and_reports_the_last_day() -> None:
    rows = batch([1, 2], {**SMALL, "exposure": [0.2, 0.9]})
    last = [row for row in rows if row["name"] == "founder"]
    assert len(last) == 4
    for row in last:
        scenario = small({"founder.exposure": row["exposure"]})
        end = sim.run(scenario, seed=row["rng"]).daily.iloc[-1]
        assert all(row[name] == end[name] for name in layout.SERIES_NAMES)
        assert row["founder_coupling"] == end["coupling"]


def test_batch_run_reports_agents_and_series_of_the_same_day() -> None:
    rows = batch([3], SMALL, data_collection_period=1)
    daily = sim.run(small(), seed=3).daily
    founder = [row for row in rows if row["name"] == "founder"]
    assert [row["fans"] for row in founder] == daily["fans"].tolist()
    assert [row["founder_coupling"] for row in founder] == daily["coupling"].tolist()
    outlets = [row for row in rows if row["name"] == "outlet 1"]
    assert [row["coupling"] for row in outlets] == daily["coupling"].tolist()


def test_batch_run_stops_at_its_own_limit() -> None:
    rows = batch([1], {**SMALL, "collect_agents": False}, max_steps=10)
    days = 10 if BATCH_TAKES_RNG else 11  # Mesa 3.3 runs one more
    assert len(rows) == 1
    assert rows[0]["fans"] == sim.run(small(), seed=1).daily["fans"].iloc[days - 1]


def test_batch_run_takes_seeds_as_parameters_on_every_version() -> None:
    if BATCH_RUN is None:
        pytest.skip("this Mesa has no batch_run")
    parameters = {**SMALL, "seed": [1, 2], "collect_agents": False}
    rows = BATCH_RUN(ReputationModel, parameters, display_progress=False)
    expected = [sim.run(small(), seed=seed).daily["praise"].iloc[-1] for seed in (1, 2)]
    assert [row["praise"] for row in rows] == expected
    assert expected[0] != expected[1]


@pytest.mark.slow
def test_batch_run_works_in_several_processes() -> None:
    parameters = {**SMALL, "collect_agents": False}
    alone = batch([1, 2], parameters)
    several = batch([1, 2], parameters, number_processes=2)
    assert sorted(several, key=lambda row: row["RunId"]) == alone
