"""The loop over a sweep's runs: what is missing is worked on, what comes is kept at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Final, NamedTuple

from sim.errors import TarpeiaError
from sim.experiments.batches import Batch, Rows, work
from sim.experiments.executors import Workers
from sim.experiments.rounds import batch_size, in_batches, rounds
from sim.experiments.specification import Sweep
from sim.experiments.store import Store
from sim.experiments.sweep_files import to_json
from sim.runs.simulate import StoppedError

TRIES: Final = 3


class SweepProgress(NamedTuple):
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


ProgressCallback = Callable[[SweepProgress], None]


class Loop:
    """The loop of one sweep: what has been done, and what has been reported.

    Parameters
    ----------
    sweep : Sweep
    store : Store
        Open, for this sweep.
    progress : callable, optional
        Called with the progress at the start of a round and after every batch.
    """

    def __init__(self, sweep: Sweep, store: Store, progress: ProgressCallback | None) -> None:
        self.sweep, self.store, self.progress = sweep, store, progress
        self.text = to_json(sweep)
        self.stop = threading.Event()
        self.lost: list[tuple[Batch, Exception]] = []
        self.fresh = self.failed = self.total = 0
        self.began = time.perf_counter()

    def complete(self) -> bool:
        """Tell whether nothing is missing; failures of earlier calls are counted."""
        self.failed = self.store.errors()
        have = self.store.have
        for wanted in rounds(self.sweep, self._values):
            self.total += len(wanted)
            if any(run not in have for run in wanted):
                self.total = 0
                return False
        self._report()
        return True

    def go(self, pool: Workers, here: bool) -> None:
        """Work off all rounds.

        Parameters
        ----------
        pool : Workers
        here : bool
            Whether they are threads of this process, which can be told to stop.

        Raises
        ------
        TarpeiaError
            When the workers are gone, or could not do some runs; what came is kept.
        KeyboardInterrupt
            With what is kept, and how to go on.
        """
        first = 0
        self.began = time.perf_counter()
        try:
            for wanted in rounds(self.sweep, self._values):
                self.total += len(wanted)
                have = self.store.have
                cut = in_batches(wanted, batch_size(self.sweep), first)
                first += len(cut)
                missing = [
                    Batch(one.number, tuple(run for run in one.runs if run not in have))
                    for one in cut
                ]
                self._report()
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
            future = pool.executor.submit(work, self.text, self.store.engine, batch, *stop)
            waiting[future] = (batch, tries)

        def fill() -> None:
            while len(waiting) < 2 * pool.at_a_time and (batch := next(rest, None)) is not None:
                submit(batch, 1)

        fill()
        try:
            while waiting:
                done, _ = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
                if pool.lost():
                    raise TarpeiaError(
                        f"scheduler: it is gone; {self._kept()}; restart it first, or leave "
                        "--scheduler away"
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

    def _refuse_lost(self) -> None:
        """Say which runs no worker could do: they are not kept, so that they are tried again."""
        if self.lost:
            runs = sum(len(batch.runs) for batch, _ in self.lost)
            error = self.lost[0][1]
            why = f"{type(error).__name__}: {str(error)[:200]}"
            raise TarpeiaError(
                f"{self.store.folder}: {runs:,} runs are missing, no worker could do them in "
                f"{TRIES} tries ({why}); what came is kept, rerun to try the rest again"
            )

    def _kept(self) -> str:
        return (
            f"{len(self.store.have):,} of {self.total:,} runs are kept in {self.store.folder}; "
            "rerun to resume"
        )

    def _keep(self, batch: Batch, rows: Rows) -> None:
        self.store.write(batch.number, rows)
        self.fresh += len(rows.runs)
        self.failed += sum(bool(row["error"]) for row in rows.runs)
        self._report()

    def _report(self) -> None:
        if self.progress is None:
            return
        seconds = time.perf_counter() - self.began
        rate = self.fresh / seconds if seconds > 0 else 0.0
        done = len(self.store.have)
        left = (self.total - done) / rate if rate > 0 else float("nan")
        self.progress(SweepProgress(done, self.failed, self.total, self.fresh, rate, left))

    def _values(self) -> Mapping[int, Sequence[float]]:
        """Return the outcome of the stop rule, by place, replicates in order."""
        assert self.sweep.settings.stop is not None
        return self.store.values(self.sweep.settings.stop.outcome)
