"""Who works: threads of this process, or the workers of a dask cluster; one interface."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any, Final, Literal, NamedTuple

from sim.engine.threads import check_threads, cores
from sim.errors import TarpeiaError, missing
from sim.scenario.kinds import any_of, invalid

Kind = Literal["local", "dask"]
KINDS: Final = ("local", "dask")
_PATIENCE: Final = 20.0  # seconds to wait for a scheduler


class Workers(NamedTuple):
    """Who works: an executor, how many batches it does at a time, and whether it has been lost."""

    executor: Executor
    at_a_time: int
    lost: Callable[[], bool]


@contextlib.contextmanager
def opened(kind: str, workers: int | None, scheduler: str) -> Iterator[Workers]:
    """Open an executor.

    Parameters
    ----------
    kind : str
        ``local``: threads of this process, which share networks; ``dask``: a cluster.
    workers : int, optional
        Threads; all processors when not given. Of a cluster all workers are used.
    scheduler : str
        Address of a dask scheduler, as ``tcp://10.0.0.5:8786``; '' starts a cluster here.

    Raises
    ------
    TarpeiaError
        When there is no such kind, too many workers, or no cluster that answers.
    """
    check(kind, workers, scheduler)
    if kind == "local":
        count = cores() if workers is None else workers
        pool = ThreadPoolExecutor(count, thread_name_prefix="tarpeia")
        try:
            yield Workers(pool, count, lambda: False)
        finally:
            pool.shutdown(cancel_futures=True)
        return
    with _cluster(scheduler, workers) as found:
        yield found


def check(kind: str, workers: int | None, scheduler: str) -> None:
    """Check what was asked for, before anything is made.

    Raises
    ------
    TarpeiaError
        When there is no such executor, a scheduler goes with none, or the workers are too many.
    """
    if kind not in KINDS:
        raise invalid("executor", kind, any_of(KINDS))
    if scheduler and kind != "dask":
        raise TarpeiaError("scheduler: goes with the executor dask only")
    if workers is not None:
        check_threads(workers, "workers")


@contextlib.contextmanager
def _cluster(scheduler: str, workers: int | None) -> Iterator[Workers]:
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise missing("executor dask", "distributed", "cluster") from None

    with contextlib.ExitStack() as stack:
        address: object = scheduler
        if not scheduler:
            count = cores() if workers is None else workers
            local: Any = LocalCluster
            address = stack.enter_context(
                local(n_workers=count, threads_per_worker=1, processes=True, dashboard_address=None)
            )
        try:
            connect: Any = Client
            client = stack.enter_context(
                connect(address, timeout=_PATIENCE, set_as_default=False, heartbeat_interval="2s")
            )
        except (OSError, TimeoutError, ValueError) as error:
            raise TarpeiaError(
                f"scheduler: no dask scheduler answers at {scheduler[:80]} "
                f"({type(error).__name__}); start one with: dask scheduler, and dask worker ADDRESS"
            ) from None
        threads = sum(client.nthreads().values())
        if threads == 0:
            raise TarpeiaError(
                f"scheduler: {scheduler[:80]} has no workers; start some with: dask worker ADDRESS"
            )
        # pure=False: a batch that is sent again is worked on again.
        pool = client.get_executor(pure=False, retries=2)
        yield Workers(pool, threads, lambda: client.status != "running")
