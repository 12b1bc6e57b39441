"""Many runs at a time are the runs one by one, and nothing is left running."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

import sim
from sim.engine.world import allocate
from sim.runs.many import _one, in_order
from sim.runs.simulate import StoppedError
from tests.places import ROOT

SCENARIO = sim.load(ROOT / "scenarios" / "classroom.toml").with_values(
    {"crowd.people": 300, "run.days": 60}
)


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_replicates_are_the_runs_one_by_one(workers: int) -> None:
    seeds = [5, 3, 11, 8, 2, 9, 21]
    one_crowd = SCENARIO.with_values({"run.crowd_seed": 5})
    alone = [sim.run(one_crowd, seed).digest for seed in seeds]
    together = list(sim.replicates(SCENARIO, seeds, workers))
    assert [run.digest for run in together] == alone
    assert [run.scenario.run.seed for run in together] == seeds


def test_a_network_that_is_given_is_used() -> None:
    network = allocate(SCENARIO.with_values({"run.seed": 77})).network
    (run,) = sim.replicates(SCENARIO, [1], network=network)
    assert run.digest == sim.run(SCENARIO, 1, network=network).digest
    assert run.digest != sim.run(SCENARIO, 1).digest


def test_bad_workers_and_seeds_are_named() -> None:
    with pytest.raises(sim.TarpeiaError, match="workers: 0 is invalid; use 1 to"):
        sim.replicates(SCENARIO, [1], 0)
    with pytest.raises(sim.TarpeiaError, match="seeds: none given"):
        sim.replicates(SCENARIO, [])
    with pytest.raises(sim.TarpeiaError, match=r"run\.seed"):
        sim.replicates(SCENARIO, [1, -1])
    other = allocate(SCENARIO.with_values({"crowd.people": 200})).network
    with pytest.raises(sim.TarpeiaError, match="it has 200 people, the scenario 300"):
        sim.replicates(SCENARIO, [1], network=other)


def test_no_more_jobs_are_taken_than_are_wanted() -> None:
    taken = []

    def jobs() -> Iterator[int]:
        for k in range(1_000):
            taken.append(k)
            yield k

    results = in_order(lambda job, stop: job * job, jobs(), 2)
    assert [next(results) for _ in range(5)] == [0, 1, 4, 9, 16]
    assert len(taken) <= 5 + 2 * 2
    results.close()
    assert len(taken) <= 5 + 2 * 2


def test_a_job_that_fails_fails_in_its_place() -> None:
    def work(job: int, stop: threading.Event) -> int:
        if job == 2:
            raise ValueError("the third")
        return job

    results = in_order(work, range(9), 2)
    assert [next(results), next(results)] == [0, 1]
    with pytest.raises(ValueError, match="the third"):
        next(results)


def test_whoever_walks_away_stops_what_is_under_way() -> None:
    seen: list[threading.Event] = []
    started = threading.Event()

    def work(job: int, stop: threading.Event) -> int:
        if job:
            seen.append(stop)
            started.set()
            assert stop.wait(60)
        return job

    results = in_order(work, range(9), 2)
    assert next(results) == 0
    assert started.wait(60)
    results.close()  # comes back only when the threads have ended
    assert all(stop.is_set() for stop in seen)
    assert not [t for t in threading.enumerate() if t.name.startswith("tarpeia")]


def test_a_run_gives_up_when_told() -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(StoppedError):
        _one(SCENARIO, stop, allocate(SCENARIO).network)
