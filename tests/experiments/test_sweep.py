"""A sweep is its runs one by one, whoever works and however often it is called."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.experiments import specification
from sim.experiments.batches import Batch, Rows, work
from sim.experiments.plans import NOTHING
from sim.experiments.results import SweepResult, read
from sim.experiments.specification import Sweep, settings_of, sweep_of
from sim.experiments.sweep import Progress, estimate, half_width, rounds, run_sweep
from sim.experiments.sweep_files import dumps_sweep, from_json, load_sweep_file, to_json
from sim.model.layout import SERIES_NAMES
from sim.runs.simulate import run_one
from sim.scenario.files import dumps, shipped_sweeps
from tests.places import ROOT

PEOPLE, DAYS = 80, 25
SCENARIO = sim.load(ROOT / "scenarios" / "classroom.toml").with_values(
    {"crowd.people": PEOPLE, "run.days": DAYS, "start.fans": 0.2}
)
LEVERS = {"founder.exposure": [0.1, 0.9], "product.strength": [0.3, 0.8]}
PLANS = [{"name": NOTHING}, {"name": "hush", "founder": {"stance": "silent"}}]


def made(name: str = "small", scenario: sim.Scenario = SCENARIO, **more: Any) -> Sweep:
    """Return a sweep of four points unless told otherwise."""
    levers = {} if "points" in more else {"levers": LEVERS}
    return sweep_of(name, scenario, settings_of({**levers, "replicates": 3, **more}))


def parts(folder: Path) -> dict[str, int]:
    """Return every part below a folder, and when it was written."""
    found = sorted(folder.rglob("part-*.parquet"))
    assert found
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in found}


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def done(sweep: Sweep, folder: Path, **more: Any) -> SweepResult:
    """Do a sweep and read its tables at once: otherwise they are read when first asked for."""
    result = run_sweep(sweep, folder, **more)
    assert len(result.runs) > 0
    assert result.series is not None
    return result


def same(one: SweepResult, other: SweepResult) -> bool:
    """Tell whether two folders hold the same, time and host aside."""
    pd.testing.assert_frame_equal(one.compared, other.compared)
    pd.testing.assert_frame_equal(one.series, other.series)
    return bool(len(one.runs))


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three runs in a part."""
    monkeypatch.setattr(specification, "BATCH_WORK", 3 * PEOPLE * DAYS)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> SweepResult:
    """A sweep of two factors and two plans."""
    return run_sweep(made(plans=PLANS, crowds=2), tmp_path_factory.mktemp("whole") / "out")


# What a row says -----------------------------------------------------------------------------


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
    for name in specification.SERIES:
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


# The number of replicates is no part of a store's identity: seeds must not hang on it.
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
    monkeypatch.setattr(specification, "BATCH_MOST", batch)
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


# Whoever works -------------------------------------------------------------------------------


@pytest.mark.usefixtures("small_batches")
def test_workers_make_no_difference(tmp_path: Path, whole: SweepResult) -> None:
    sweep = made(plans=PLANS, crowds=2)
    one, two = (done(sweep, tmp_path / str(n), workers=n) for n in (1, 2))
    assert len(list((tmp_path / "2" / "runs").iterdir())) == 24 / 3
    assert same(one, two)
    assert same(one, whole)  # and the size of the batches neither


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"workers": 0}, "workers: 0 is not allowed"),
        ({"workers": 999}, "workers: 999 is not allowed"),
        ({"executor": "cloud"}, "executor: 'cloud' is not allowed, allowed is local or dask"),
        ({"scheduler": "tcp://x:1"}, "scheduler: goes with the executor dask"),
    ],
)
def test_bad_workers_are_named_before_anything_is_written(
    more: dict[str, Any], told: str, tmp_path: Path
) -> None:
    with pytest.raises(sim.TarpeiaError, match=f"^{told}"):
        run_sweep(made(), tmp_path / "out", **more)
    assert contents(tmp_path) == {}


def test_progress_is_told_after_every_part(small_batches: None, tmp_path: Path) -> None:
    told: list[Progress] = []
    run_sweep(made(), tmp_path / "out", workers=1, told=told.append)
    assert [one.done for one in told] == [0, 3, 6, 9, 12]
    assert {one.total for one in told} == {12}
    assert [one.fresh for one in told] == [one.done for one in told]
    assert told[0].left != told[0].left  # not known yet
    assert told[-1].left == 0
    again: list[Progress] = []
    run_sweep(made(), tmp_path / "out", told=again.append)
    assert [(one.done, one.total, one.fresh) for one in again] == [(12, 12, 0)]


# Again and more ------------------------------------------------------------------------------


def no_run(*_: object, **__: object) -> None:
    pytest.fail("a run was done again")


@pytest.mark.usefixtures("small_batches")
def test_a_second_time_nothing_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = done(made(), tmp_path / "out")
    before = parts(tmp_path)
    monkeypatch.setattr("sim.experiments.batches.run_one", no_run)
    monkeypatch.setattr("sim.experiments.sweep.opened", no_run)
    again = done(made(), tmp_path / "out")
    assert parts(tmp_path) == before
    assert same(first, again)
    pd.testing.assert_frame_equal(first.runs, again.runs)  # seconds and hosts, too


@pytest.mark.usefixtures("small_batches")
def test_more_replicates_extend(tmp_path: Path) -> None:
    few = done(made(replicates=2), tmp_path / "out")
    before = parts(tmp_path)
    told: list[Progress] = []
    more = done(made(replicates=5), tmp_path / "out", told=told.append)
    after = parts(tmp_path)
    assert {name: after[name] for name in before} == before
    assert told[-1].fresh == 4 * 3
    old = more.runs[more.runs["replicate"] < 2].reset_index(drop=True)
    pd.testing.assert_frame_equal(old, few.runs)
    assert same(more, done(made(replicates=5), tmp_path / "at once"))


def test_fewer_replicates_than_are_there(tmp_path: Path) -> None:
    many = done(made(replicates=4), tmp_path / "out")
    before = parts(tmp_path)
    few = done(made(replicates=2), tmp_path / "out")
    assert parts(tmp_path) == before
    assert (few.values("climate_mean")[:, :2] == many.values("climate_mean")[:, :2]).all()


@pytest.mark.usefixtures("small_batches")
def test_what_is_removed_is_done_again(tmp_path: Path) -> None:
    first = done(made(), tmp_path / "out")
    kept = sorted((tmp_path / "out" / "runs").iterdir())
    kept[1].unlink()
    told: list[Progress] = []
    assert same(done(made(), tmp_path / "out", told=told.append), first)
    assert told[-1].fresh == 3


def test_another_sweep_has_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    kinds = {
        "as it is": made(),
        "more replicates": made(replicates=4),
        "scenario": made(scenario=SCENARIO.with_values({"founder.warmth": 0.1})),
        "base": made(base={"founder.warmth": 0.2}),
        "seed": made(seed=2),
        "factors": made(levers={"founder.exposure": [0.1, 0.9]}),
        "luck": made(luck="own"),
        "plans": made(plans=PLANS),
        "outcomes": made(outcomes=["falls"]),
        "title": made(title="Another name of the same"),
    }
    folders = {kind: run_sweep(sweep).folder for kind, sweep in kinds.items()}
    same_folder = {k for k, folder in folders.items() if folder == folders["as it is"]}
    assert same_folder == {"as it is", "more replicates", "title"}
    assert len(set(folders.values())) == len(kinds) - 2
    assert all(folder.parent == Path("results") for folder in folders.values())
    assert all(folder.name.startswith("small-") for folder in folders.values())


def test_the_order_of_factors_numbers_the_points() -> None:
    one, other = made(), made(levers=dict(reversed(LEVERS.items())))
    assert one.points != other.points
    assert one.content_hash != other.content_hash


def test_another_sweep_is_refused_in_the_same_folder(tmp_path: Path) -> None:
    done(made(), tmp_path / "out")
    before = contents(tmp_path)
    with pytest.raises(sim.TarpeiaError, match=r"out: holds another sweep .*nothing was changed"):
        done(made(scenario=SCENARIO.with_values({"founder.warmth": 0.1})), tmp_path / "out")
    assert contents(tmp_path) == before


def test_another_engine_is_refused_in_the_same_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(made(), tmp_path / "out")
    before = contents(tmp_path)
    monkeypatch.setattr("sim.experiments.sweep.engine_version", lambda: "another")
    with pytest.raises(sim.TarpeiaError, match="holds another sweep"):
        done(made(), tmp_path / "out")
    assert contents(tmp_path) == before


def test_an_estimate_changes_nothing(tmp_path: Path) -> None:
    done(made(), tmp_path / "out")
    before = contents(tmp_path)
    found = estimate(made(replicates=10), 2, tmp_path / "out")
    assert (found.runs, found.missing, found.points, found.plans) == (40, 40 - 12, 4, 0)
    assert found.seconds > 0
    assert found.bytes > 0
    assert contents(tmp_path) == before
    estimate(made(plans=PLANS), 2, tmp_path / "new")
    assert not (tmp_path / "new").exists()


# Runs that fail ------------------------------------------------------------------------------

FIRM = """
title = "A firm and its network"
[run]
days = 20
[crowd]
people = 50
[start]
fans = 0.5
anti_fans = 0.3
[conversation]
speaking = 2.0
[network]
kind = "file"
file = "good.csv"
"""


@pytest.fixture
def networked(tmp_path: Path) -> sim.Scenario:
    """A scenario whose network is a file beside it."""
    folder = tmp_path / "firm"
    folder.mkdir()
    ring = "".join(f"{k},{(k + step) % 50}\n" for k in range(50) for step in (1, 2, 3))
    star = "".join(f"0,{k}\n" for k in range(1, 50))
    (folder / "good.csv").write_text(ring)
    (folder / "other.csv").write_text(star)
    (folder / "firm.toml").write_text(FIRM)
    return sim.load(folder / "firm.toml")


def test_a_run_that_fails_is_a_row(networked: sim.Scenario, tmp_path: Path) -> None:
    files = [str(tmp_path / "firm" / name) for name in ("good.csv", "missing.csv", "other.csv")]
    result = sim.sweep(networked, {"network.file": files}, 2, tmp_path / "out")
    assert result.runs["point"].tolist() == [0, 0, 1, 1, 2, 2]
    assert result.failed["point"].tolist() == [1, 1]
    assert all("missing.csv: no such file" in error for error in result.failed["error"])
    assert set(result.failed["digest"]) == {""}
    assert result.failed["climate_mean"].isna().all()
    good = result.runs[result.runs["error"] == ""]
    assert good["climate_mean"].notna().all()
    assert set(result.series["point"]) == {0, 2}
    told: list[Progress] = []
    again = done(result.sweep, tmp_path / "out", told=told.append)
    assert same(result, again)
    assert [(one.done, one.failed, one.fresh) for one in told] == [(6, 2, 0)]


def test_network_files_are_looked_up_beside_the_scenario(
    networked: sim.Scenario, tmp_path: Path
) -> None:
    levers = {"network.file": ["good.csv", "other.csv"]}
    result = sim.sweep(networked, levers, 1, tmp_path / "out")
    assert result.runs["error"].tolist() == ["", ""]
    assert result.runs["digest"].nunique() == 2


def test_a_defect_of_the_program_is_a_row_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def defect(scenario: sim.Scenario, *more: Any) -> sim.Run:
        if scenario.parameters.founder.exposure == 0.9:
            raise ZeroDivisionError("by nothing")
        return run_one(scenario, *more)

    monkeypatch.setattr("sim.experiments.batches.run_one", defect)
    result = run_sweep(made(), tmp_path / "out")
    assert set(result.failed["error"]) == {"ZeroDivisionError: by nothing"}
    assert set(result.failed["founder.exposure"]) == {0.9}
    assert len(result.failed) == 6
    assert len(result.runs) == 12


def test_a_batch_that_no_worker_can_do_stays_missing(tmp_path: Path) -> None:
    tried: list[int] = []

    def refuse(text: str, engine: str, batch: Batch, *more: Any) -> Rows:
        if batch.number == 0:
            return work(text, engine, batch, *more)
        tried.append(batch.number)
        raise RuntimeError("this worker is not well")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.experiments.sweep.work", refuse)
        patch.setattr(specification, "BATCH_MOST", 4)
        with pytest.raises(sim.TarpeiaError, match=r"out: 8 runs are missing.*is not well.*kept"):
            run_sweep(made(), tmp_path / "out")
    assert sorted(tried) == [1, 1, 1, 2, 2, 2]
    before = parts(tmp_path)
    assert len(before) == 2
    result = done(made(), tmp_path / "out")
    assert not len(result.failed)
    assert len(result.runs) == 12
    assert parts(tmp_path).items() > before.items()


# When to stop --------------------------------------------------------------------------------

STOP = {"outcome": "fan_share_end", "half_width": 0.012, "at_least": 4, "at_most": 30}


@pytest.fixture
def single(monkeypatch: pytest.MonkeyPatch) -> None:
    """One run in a part, so that any of them can be missing."""
    monkeypatch.setattr(specification, "BATCH_MOST", 1)


def stopping(**more: Any) -> Sweep:
    return made(levers={"founder.exposure": [0.0, 0.9]}, **{"stop": STOP, **more})


def test_half_of_an_interval() -> None:
    values = [1.0, 2.0, 4.0, 9.0]
    expected = 1.959964 * np.std(values, ddof=1) / 2
    assert half_width(values) == pytest.approx(expected)
    assert half_width([*values, float("nan")]) == pytest.approx(expected)
    assert half_width([1.0]) == half_width([]) == half_width([float("nan")] * 9) == float("inf")
    assert half_width([3.0, 3.0]) == 0


def test_fewer_replicates_where_the_outcome_is_certain(tmp_path: Path) -> None:
    result = run_sweep(stopping(), tmp_path / "out")
    counts = result.runs.groupby("point")["replicate"].count().tolist()
    assert 4 <= min(counts) < max(counts) <= 30
    for point, count in enumerate(counts):
        values = result.values("fan_share_end")[point]
        assert np.isfinite(values[:count]).all()
        assert np.isnan(values[count:]).all()
        assert count == 30 or half_width(values[:count]) <= 0.012
        looked_at = range(4, count, 2)
        assert all(half_width(values[:upto]) > 0.012 for upto in looked_at)


def test_an_outcome_that_is_never_certain(tmp_path: Path) -> None:
    sure = {**STOP, "half_width": 1e-9, "at_most": 9}
    result = run_sweep(stopping(stop=sure), tmp_path / "out")
    assert result.runs.groupby("point")["replicate"].count().tolist() == [9, 9]


def test_the_outcome_of_the_stop_rule_may_have_days(tmp_path: Path) -> None:
    name = "fan_share.mean[3:20]"
    stop = {**STOP, "outcome": name, "half_width": 9.0}
    result = run_sweep(stopping(stop=stop, outcomes=["falls", name]), tmp_path / "out")
    assert result.runs.groupby("point")["replicate"].count().tolist() == [4, 4]


@pytest.mark.usefixtures("single")
def test_where_it_stops_does_not_hang_on_workers(tmp_path: Path) -> None:
    one, two = (done(stopping(), tmp_path / str(n), workers=n) for n in (1, 2))
    assert same(one, two)


@pytest.mark.usefixtures("single")
def test_where_it_stops_does_not_hang_on_what_is_missing(tmp_path: Path) -> None:
    first = done(stopping(), tmp_path / "out")
    kept = sorted((tmp_path / "out" / "runs").iterdir())
    for path in kept[:: len(kept) // 3]:
        torn = tmp_path / path.stem
        shutil.copytree(tmp_path / "out", torn)
        (torn / "runs" / path.name).unlink()
        assert same(done(stopping(), torn), first), path.name


# Of later rounds some may be there: were they looked at, the rest would not be missed.
@pytest.mark.parametrize("missing", range(12))
def test_rounds_ask_for_whatever_is_missing(missing: int) -> None:
    sweep = stopping(stop={**STOP, "half_width": 1.0})
    luck = [0.0, 9.0, 0.0, 9.0, *[4.0, 5.0] * 13]  # it takes many to make up for the first four

    def work(have: set[tuple[int, int]]) -> set[tuple[int, int]]:
        def values() -> dict[int, list[float]]:
            return {place: [luck[k] for p, k in sorted(have) if p == place] for place in (0, 1)}

        for wanted in rounds(sweep, values):
            have |= set(wanted)
        return have

    whole = work(set())
    assert 12 <= len(whole) / 2 < 30
    assert work(whole - {(1, missing)}) == whole


def test_a_stop_rule_after_plain_replicates(tmp_path: Path) -> None:
    run_sweep(stopping(stop=None, replicates=5), tmp_path / "out")
    later, fresh = (run_sweep(stopping(), tmp_path / name) for name in ("out", "new"))
    counts = [r.runs.groupby("point")["replicate"].count() for r in (later, fresh)]
    assert counts[0].tolist() == [max(5, count) for count in counts[1]]


def test_rounds_without_a_rule_are_one() -> None:
    (only,) = rounds(made(replicates=2), dict)
    assert only == [(place, k) for place in range(4) for k in range(2)]


# Sweeps as files -----------------------------------------------------------------------------

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SHARES = st.floats(0, 1)
LISTS = {
    "founder.exposure": st.lists(SHARES, min_size=1, max_size=3, unique=True),
    "founder.stance": st.just(["deny", "none", "apologise"]),
    "product.heavy_tail": st.just([True, False]),
    "crowd.people": st.just([10, 20]),
    "start.fans": st.just([0.1, [0.1, 0.2]]),
    "run.start": st.just([dt.date(2025, 12, 1), dt.date(2026, 1, 1)]),
    "run.without": st.just([["shield", "doubt"], []]),
    "events[1].date": st.lists(
        st.dates(dt.date(2026, 1, 2), dt.date(2026, 1, 25)), min_size=1, max_size=3, unique=True
    ),
    "events[1].set.exposure": st.just([0.25, 0.5]),
    "founder.warmth": st.just((0.1, 0.9, 3)),
    "founder.candour": st.just({"low": 0, "high": 1}),
}
EVENTS = st.fixed_dictionaries(
    {
        "date": st.dates(dt.date(2026, 1, 2), dt.date(2026, 1, 25)),
        "kind": st.sampled_from(["market", "recall"]),
        "text": TEXTS,
    },
    optional={"excess": st.floats(0, 99), "set": st.just({"exposure": 0.5, "stance": "deny"})},
)
RULES = st.fixed_dictionaries(
    {
        "when": st.just("attention > 6 and climate < -0.25"),
        "set": st.dictionaries(st.sampled_from(["exposure", "candour"]), SHARES, min_size=1),
        "for_days": st.integers(1, 99),
    }
)
COURSES = st.fixed_dictionaries(
    {},
    optional={
        "founder": st.fixed_dictionaries({"exposure": SHARES}),
        "start": st.just({"fans": [0.1, 0.2], "climate": -0.5}),
        "without": st.just(["scapegoat"]) | st.just(["shield"]),
        "events": st.lists(EVENTS, max_size=2),
        "playbook": st.lists(RULES, max_size=2),
    },
)


@st.composite
def sweeps(draw: st.DrawFn) -> Sweep:
    """Any sweep of a few points."""
    names = st.lists(st.sampled_from(sorted(LISTS)), max_size=3, unique=True)
    chosen = {name: draw(LISTS[name]) for name in draw(names)}
    cut = draw(st.integers(0, len(chosen)))
    told: dict[str, Any] = {
        "title": draw(TEXTS),
        "question": draw(TEXTS),
        "levers": dict(list(chosen.items())[:cut]),
        "uncertainties": dict(list(chosen.items())[cut:]),
        "design": draw(st.sampled_from(["latin-hypercube", "sobol"])),
        "samples": 4,
        "replicates": draw(st.integers(1, 9)),
        "crowds": draw(st.integers(1, 9)),
        "seed": draw(st.integers(0, 2**63 - 1)),
        "luck": draw(st.sampled_from(["shared", "own"])),
        "series_step": draw(st.integers(0, 9)),
    }
    if draw(st.booleans()):
        told["base"] = {"people.turning": draw(SHARES), "newsroom.outlets": 7}
    if draw(st.booleans()):
        plans = draw(st.lists(COURSES.filter(valid), max_size=2))
        told["plans"] = [{"name": f'{k} "ü"', **plan} for k, plan in enumerate(plans)]
    if draw(st.booleans()):
        told["outcomes"] = ["falls", "climate.mean[3:9]"]
        told["stop"] = {"outcome": "climate.mean[3:9]", "half_width": draw(st.floats(1e-9, 9))}
        told["series"] = ["climate"]
    if not chosen and draw(st.booleans()):
        told["points"] = [{"founder.exposure": 0.5}, {"events[1].date": dt.date(2026, 1, 9)}]
    return sweep_of("any", SCENARIO, settings_of(told))


def valid(plan: dict[str, Any]) -> bool:
    return "scapegoat" not in plan.get("without", ())


@settings(max_examples=60, deadline=None)
@given(sweeps())
def test_a_sweep_is_the_same_after_a_round_trip(sweep: Sweep) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "scenario.toml").write_text(dumps(sweep.scenario), encoding="utf-8")
        (folder / "any.toml").write_text(dumps_sweep(sweep, "scenario.toml"), encoding="utf-8")
        again = load_sweep_file(folder / "any.toml")
    assert again.points == sweep.points or listed(again) == listed(sweep)
    assert again.content_hash == sweep.content_hash
    told = sweep.settings.model_dump(exclude={"base"})
    assert {**again.settings.model_dump(exclude={"base"})} == told
    elsewhere = from_json(to_json(sweep))
    assert elsewhere.places == sweep.places
    assert elsewhere.factors == sweep.factors
    for place in range(sweep.places):
        expected = sweep.at(place).content_hash
        assert again.at(place).content_hash == expected
        assert elsewhere.at(place).content_hash == expected
        assert elsewhere.luck(place, 2) == sweep.luck(place, 2)


def listed(sweep: Sweep) -> list[str]:
    return [repr(point).replace("[", "(").replace("]", ")") for point in sweep.points]


def test_the_folder_of_a_sweep_can_be_read_and_gone_on_with(tmp_path: Path) -> None:
    first = done(made(base={"founder.warmth": 0.2}), tmp_path / "out")
    assert same(read(tmp_path / "out"), first)
    again = load_sweep_file(tmp_path / "out" / "sweep.toml")
    told: list[Progress] = []
    assert same(run_sweep(again, tmp_path / "out", told=told.append), first)
    assert told[-1].fresh == 0


PLANNED: list[Callable[[], sim.Plan]] = [
    lambda: sim.Plan(name="luck of dates", changes={"run.incidents": "dated"}),
    lambda: sim.Plan(name="later", changes={"events[1].date": dt.date(2026, 1, 9)}),
    lambda: sim.Plan(name="both", changes={"founder.exposure": 0.1, "start.fans": (0.1, 0.2)}),
]


@pytest.mark.parametrize("plan", PLANNED)
def test_a_plan_may_set_whatever_a_scenario_has(
    plan: Callable[[], sim.Plan], tmp_path: Path
) -> None:
    result = sim.sweep(SCENARIO, {}, 1, tmp_path / "out", plans=[plan()])
    assert result.runs["error"].tolist() == [""]
    luck = result.runs.iloc[0]
    changed = (
        plan()
        .applied(SCENARIO)
        .with_values({"run.seed": int(luck["seed"]), "run.crowd_seed": int(luck["crowd_seed"])})
    )
    assert sim.run(changed).digest[:16] == luck["digest"]


@pytest.mark.parametrize("number", [1, 2, 4])
def test_an_event_is_the_one_of_its_number(number: int, tmp_path: Path) -> None:
    rows = [(28, "market"), (300, "recall"), (9, "rumour")]  # days of January, two far off
    events = [
        {"date": dt.date(2026, 1, 1) + dt.timedelta(day), "kind": kind, "valence": "-"}
        for day, kind in rows
    ]
    long = SCENARIO.with_values({"run.days": 365})
    scenario = sim.Plan.model_validate({"name": "more", "events": events}).applied(long)
    short = scenario.with_values({"run.days": DAYS})
    name = f"events[{number}].excess"
    refusal = ""
    try:
        result = sim.sweep(short, {name: [40.0, 80.0]}, 1, tmp_path / "out")
    except sim.TarpeiaError as error:
        refusal = str(error)
    if refusal:  # is as good
        assert name in refusal
        return
    for row in result.runs.to_dict("records"):
        luck = {"run.seed": row["seed"], "run.crowd_seed": row["crowd_seed"]}
        assert sim.run(short.with_values({name: row[name], **luck})).digest[:16] == row["digest"]


BAD_SETTINGS: dict[str, tuple[dict[str, Any], str]] = {
    "both": (
        {"uncertainties": {"founder.exposure": [0.1]}},
        "founder.exposure: an uncertainty and a lever too",
    ),
    "plan twice": ({"plans": [{"name": "a"}, {"name": "a"}]}, "plans: the name 'a' is given twice"),
    "no series": ({"series": ["climat"]}, "series: no such series 'climat', did you mean"),
    "series twice": ({"series": ["climate", "climate"]}, "series: "),
    "points too": ({"points": [{"founder.exposure": 0.1}], "levers": LEVERS}, "points: given"),
    "luck": ({"levers": {"run.seed": [1, 2]}}, "run.seed: luck is not varied"),
    "base luck": ({"base": {"run.crowd_seed": 3}}, "run.crowd_seed: luck is not varied"),
    "days": ({"levers": {"run.days": [10, 20]}}, "run.days: not varied"),
    "no parameter": ({"levers": {"founder.exposur": [1]}}, "point 1: founder.exposur: no such"),
    "out of bounds": ({"levers": {"founder.exposure": [0.5, 2]}}, "point 2: founder.exposure: 2"),
    "base": ({"base": {"founder.exposure": 2}}, "founder.exposure: 2 is not allowed"),
    "no outcome": ({"outcomes": ["fals"]}, "fals: no such outcome, did you mean 'falls'?"),
    "stop": (
        {"stop": {"outcome": "fals", "half_width": 0.1}},
        "stop.outcome: 'fals' is not among the outcomes",
    ),
    "stop early": (
        {"stop": {"outcome": "falls", "half_width": 0.1, "at_least": 9, "at_most": 5}},
        "stop.at_most: fewer than at_least",
    ),
    "stop at once": ({"stop": {"outcome": "falls", "half_width": 0.0}}, "stop.half_width: 0.0 is"),
    "stop of few": (
        {"stop": {"outcome": "falls", "half_width": 0.1, "at_least": 2}},
        "stop.at_least: 2 is not allowed, allowed is 3 or more",
    ),
    "replicates": ({"replicates": 0}, "replicates: 0 is not allowed, allowed is 1 or more"),
    "crowds": ({"crowds": 0}, "crowds: 0 is not allowed, allowed is 1 or more"),
    "seed": ({"seed": -1}, "seed: -1 is not allowed, allowed is 0 or more"),
    "design": ({"design": "lhs"}, "design: 'lhs' is not allowed, allowed is one of grid"),
    "unknown": ({"replicate": 3}, "replicate: unknown name, did you mean 'replicates'?"),
    "no table": ({"levers": [1]}, "levers: not a table"),
    "no list": ({"plans": {"name": "a"}}, "plans: not a list, allowed is [[plans]]"),
    "point": ({"points": [3]}, "points: not a table"),
    "plan": ({"plans": [{"name": "a", "x": 1}]}, "x: unknown name"),
}


@pytest.mark.parametrize("case", BAD_SETTINGS)
def test_bad_settings_are_named(case: str) -> None:
    told, line = BAD_SETTINGS[case]
    with pytest.raises(sim.TarpeiaError) as caught:
        made(**told)
    assert caught.value.faults[0].startswith(line)


def test_an_unknown_setting_of_sweep_is_named(tmp_path: Path) -> None:
    with pytest.raises(sim.TarpeiaError, match=r"^replicate: no such setting of a sweep"):
        sim.sweep(SCENARIO, LEVERS, folder=tmp_path / "out", replicate=3)
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("name", shipped_sweeps())
def test_sweeps_that_come_along_are_whole(name: str) -> None:
    sweep = load_sweep_file(shipped_sweeps()[name])
    assert sweep.settings.question.endswith("?")
    assert len(sweep.points) > 1
    assert sweep.settings.replicates >= 20
    assert all(point.keys() == set(sweep.factors) for point in sweep.points)
