"""The loop over a sweep's runs: what is missing is worked on, what comes is kept at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from sim.engine.engine import make_ready
from sim.errors import TarpeiaError
from sim.experiments.batches import Batch, Rows, work
from sim.experiments.executors import Workers, check, opened
from sim.experiments.results import SweepResult, read
from sim.experiments.specification import Sweep, SweepSettings, settings_of, sweep_of
from sim.experiments.store import Store, default_folder, held_in
from sim.experiments.sweep_files import to_json
from sim.runs.networks import NETWORKS, lucky
from sim.runs.simulate import StoppedError
from sim.runs.simulate import run as run_once
from sim.scenario.scenario import Scenario
from sim.version import engine_version

TRIES: Final = 3
# Of an estimate: seconds of a run beside its days, bytes of a number in a part.
BESIDES: Final = 0.004
BYTES: Final = 6.0
# Half of a 95 % interval of a mean, in standard errors: the normal law's.
WIDTH: Final = 1.959964


class Progress(NamedTuple):
    """How far a sweep is.

    Attributes
    ----------
    done, failed, total : int
        Runs that are there, those of them with an error, and all that are wanted so far.
    fresh : int
        Runs done since the start.
    rate : float
        Runs a second since the start.
    left : float
        Seconds left at that rate; nan before the first batch.
    """

    done: int
    failed: int
    total: int
    fresh: int
    rate: float
    left: float


class Estimate(NamedTuple):
    """What a sweep will take: runs, those still to do, seconds and bytes, about."""

    runs: int
    missing: int
    points: int
    plans: int
    seconds: float
    bytes: float


Told = Callable[[Progress], None]


def rounds(sweep: Sweep, values: Callable[[], Mapping[int, Sequence[float]]]) -> Iterator[Any]:
    """Yield the runs that are wanted, a list of (place, replicate) a round.

    One round without a stop rule. With one, each round takes the places whose interval is still
    too wide, looked at when the round before is complete, so that the order of completion does not
    matter. ``values`` gives the outcome of the stop rule by place.
    """
    places = range(sweep.places)
    stop = sweep.settings.stop
    if stop is None:
        yield [(place, k) for place in places for k in range(sweep.settings.replicates)]
        return
    done, wide, more = 0, list(places), stop.at_least
    while wide and done < stop.at_most:
        upto = min(done + more, stop.at_most)
        yield [(place, k) for place in wide for k in range(done, upto)]
        done, more = upto, max(1, stop.at_least // 2)
        found = values()
        # What later rounds left there is not looked at: each round is judged by what it asked for.
        wide = [k for k in wide if half_width(found.get(k, ())[:done]) > stop.half_width]


def half_width(values: Sequence[float]) -> float:
    """Return half the 95 % interval of the mean of some values; infinite of fewer than two."""
    good = [value for value in values if np.isfinite(value)]
    if len(good) < 2:
        return float("inf")
    return WIDTH * float(np.std(good, ddof=1)) / float(np.sqrt(len(good)))


def batches(wanted: Sequence[tuple[int, int]], size: int, first: int) -> list[Batch]:
    """Cut the runs of a round into batches, numbered from ``first``."""
    return [
        Batch(first + k, tuple(wanted[begin : begin + size]))
        for k, begin in enumerate(range(0, len(wanted), size))
    ]


def run_sweep(
    sweep: Sweep,
    folder: str | Path | None = None,
    workers: int | None = None,
    executor: str = "local",
    scheduler: str = "",
    told: Told | None = None,
) -> SweepResult:
    """Do what is missing of a sweep, keep it, and return all of it.

    Parameters
    ----------
    sweep : Sweep
    folder : str or Path, optional
        ``results/<name>-<hash>`` unless given.
    workers, executor, scheduler
        See ``executors.opened``.
    told : callable, optional
        Told the progress after every batch.

    Returns
    -------
    SweepResult

    Raises
    ------
    TarpeiaError
        For a folder that cannot be used, a cluster that is not there.
    KeyboardInterrupt
        With what is kept, and how to go on.
    """
    check(executor, workers, scheduler)
    engine = engine_version()
    place = default_folder(sweep, engine) if folder is None else Path(folder)
    with Store(place, sweep, engine) as store:
        loop = _Loop(sweep, store, told)
        # What is there may be all: then nobody has to be called together.
        if not loop.complete():
            make_ready()  # once, before threads ask for it
            with opened(executor, workers, scheduler) as pool:
                loop.go(pool, executor == "local")
    return read(place)


class _Loop:
    """The state of the loop: what has been done and told."""

    def __init__(self, sweep: Sweep, store: Store, told: Told | None) -> None:
        self.sweep, self.store, self.told = sweep, store, told
        self.text = to_json(sweep)
        self.stop = threading.Event()
        self.lost: list[tuple[Batch, Exception]] = []
        self.fresh = self.failed = self.total = 0
        self.began = time.perf_counter()

    def complete(self) -> bool:
        """Tell whether nothing is missing; what failed before is told, too."""
        self.failed = self._errors()
        have = self.store.have
        for wanted in rounds(self.sweep, self._values):
            self.total += len(wanted)
            if any(run not in have for run in wanted):
                self.total = 0
                return False
        self._tell()
        return True

    def _refuse_lost(self) -> None:
        """Say which runs no worker could do: they are not kept, so that they are tried again."""
        if self.lost:
            runs = sum(len(batch.runs) for batch, _ in self.lost)
            error = self.lost[0][1]
            why = f"{type(error).__name__}: {str(error)[:200]}"
            raise TarpeiaError(
                f"{self.store.folder}: {runs:,} runs are missing, no worker could do them in "
                f"{TRIES} tries ({why}); what came is kept, the same command tries the rest again"
            )

    def go(self, pool: Workers, here: bool) -> None:
        """Work off all rounds."""
        first = 0
        self.began = time.perf_counter()
        try:
            for wanted in rounds(self.sweep, self._values):
                self.total += len(wanted)
                have = self.store.have
                cut = batches(wanted, self.sweep.batch, first)
                first += len(cut)
                missing = [
                    Batch(one.number, tuple(run for run in one.runs if run not in have))
                    for one in cut
                ]
                self._tell()
                self._work_off(pool, here, [one for one in missing if one.runs])
                self._refuse_lost()
        except BaseException:
            self.stop.set()
            raise

    def _work_off(self, pool: Workers, here: bool, todo: list[Batch]) -> None:
        """Have batches worked on, a few more than workers at a time; keep each as it comes."""
        waiting: dict[Future[Rows], tuple[Batch, int]] = {}
        rest = iter(todo)

        def submit(batch: Batch, tries: int) -> None:
            stop = (self.stop.is_set,) if here else ()
            waiting[pool.executor.submit(work, self.text, self.store.engine, batch, *stop)] = (
                batch,
                tries,
            )

        def fill() -> None:
            while len(waiting) < 2 * pool.at_a_time and (batch := next(rest, None)) is not None:
                submit(batch, 1)

        fill()
        try:
            while waiting:
                done, _ = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
                if pool.lost():
                    raise TarpeiaError(
                        f"scheduler: it is gone; {self._kept()}; start it again, or go on without"
                    )
                for future in done:
                    batch, tries = waiting.pop(future)
                    try:
                        rows = future.result()
                    except StoppedError:
                        raise
                    except Exception as error:  # noqa: BLE001 a worker died, or cannot work
                        if tries < TRIES:
                            submit(batch, tries + 1)
                            continue
                        self.lost.append((batch, error))
                        continue
                    self._keep(batch, rows)
                fill()
        except KeyboardInterrupt:
            self.stop.set()
            for future in waiting:
                future.cancel()
            raise KeyboardInterrupt(self._kept()) from None

    def _kept(self) -> str:
        return (
            f"{len(self.store.have):,} of {self.total:,} runs are kept in {self.store.folder}; "
            "the same command goes on from there"
        )

    def _keep(self, batch: Batch, rows: Rows) -> None:
        self.store.write(batch.number, rows)
        self.fresh += len(rows.runs)
        self.failed += sum(bool(row["error"]) for row in rows.runs)
        self._tell()

    def _tell(self) -> None:
        if self.told is None:
            return
        seconds = time.perf_counter() - self.began
        rate = self.fresh / seconds if seconds > 0 else 0.0
        done = len(self.store.have)
        left = (self.total - done) / rate if rate > 0 else float("nan")
        self.told(Progress(done, self.failed, self.total, self.fresh, rate, left))

    def _errors(self) -> int:
        import pyarrow.parquet as pq

        return sum(
            bool(error)
            for part in self.store.parts
            for error in pq.read_table(part.runs, columns=["error"])["error"].to_pylist()
        )

    def _values(self) -> Mapping[int, Sequence[float]]:
        """Return the outcome of the stop rule, by place, replicates in order."""
        import pyarrow.parquet as pq

        assert self.sweep.settings.stop is not None
        name = self.sweep.settings.stop.outcome
        found: dict[int, dict[int, float]] = {}
        for part in self.store.parts:
            values = pq.read_table(part.runs, columns=[name])[name].to_pylist()
            for (place, replicate), value in zip(part.held, values, strict=True):
                found.setdefault(place, {})[replicate] = float("nan") if value is None else value
        return {place: [held[k] for k in sorted(held)] for place, held in found.items()}


def estimate(sweep: Sweep, workers: int, folder: str | Path | None = None) -> Estimate:
    """Return how many runs, how long and how large; one run is done to know.

    Raises
    ------
    TarpeiaError
        When the first run cannot be done.
    """
    engine = engine_version()
    place = default_folder(sweep, engine) if folder is None else Path(folder)
    have = held_in(place, sweep, engine)
    runs = sweep.places * sweep.most_replicates
    scenario = lucky(sweep.at(0), *sweep.luck(0, 0))
    seconds = run_once(scenario, network=NETWORKS.of(scenario)).seconds + BESIDES
    missing = max(0, runs - len(have))
    step = sweep.settings.series_step
    days = 0 if step == 0 else -(-scenario.run.days // step) + 1
    columns = len(sweep.factors) + len(sweep.outcomes) + 8
    size = runs * BYTES * (columns + days * (len(sweep.settings.series) + 4))
    return Estimate(
        runs,
        missing,
        len(sweep.points),
        len(sweep.settings.plans),
        missing * seconds / workers,
        size,
    )


def sweep(
    scenario: Scenario,
    vary: Mapping[str, Any],
    replicates: int = 10,
    folder: str | Path | None = None,
    name: str = "sweep",
    workers: int | None = None,
    executor: str = "local",
    scheduler: str = "",
    told: Told | None = None,
    **settings: Any,
) -> SweepResult:
    """Run a scenario many times, with other values, and keep what comes of it.

    Parameters
    ----------
    scenario : Scenario
    vary : mapping
        ``group.name`` to a list of values, or a tuple ``(low, high)`` to be sampled, or ``(low,
        high, steps)`` for a grid.
    replicates : int
        Runs of each point, with the same luck at every point.
    folder : str or Path, optional
        Where it is kept: ``results/<name>-<hash>`` unless given. What is there is not done again.
    name : str
    workers, executor, scheduler, told
        See ``run_sweep``.
    **settings
        More of ``SweepSettings``: ``design``, ``samples``, ``outcomes``, ``stop``, ``plans``,
        ``crowds``, ``seed``, ``series``, ``series_step``, ``base``.

    Returns
    -------
    SweepResult
        ``runs`` and ``series`` are tables.

    Raises
    ------
    TarpeiaError
        For whatever cannot be varied or kept.
    """
    unknown = [key for key in settings if key not in SweepSettings.model_fields]
    if unknown:
        raise TarpeiaError(f"{unknown[0]}: no such setting of a sweep")
    given = {"levers": dict(vary), "replicates": replicates, **settings}
    made = sweep_of(name, scenario, settings_of(given))
    return run_sweep(made, folder, workers, executor, scheduler, told)
