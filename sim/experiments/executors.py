"""Who works: threads of this process, or the workers of a dask cluster; one interface."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any, Final, Literal

from sim.engine import check_threads, cores
from sim.errors import TarpeiaError

Kind = Literal["local", "dask"]
KINDS: Final = ("local", "dask")
_PATIENCE: Final = 20.0  # seconds to wait for a scheduler


@contextlib.contextmanager
def opened(kind: str, workers: int | None, scheduler: str) -> Iterator[tuple[Executor, int]]:
    """Open an executor; yield it and how many runs it does at a time.

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
    if kind == "local":
        if scheduler:
            raise TarpeiaError("scheduler: goes with the executor dask, and only with it")
        count = cores() if workers is None else workers
        check_threads(count, "workers")
        pool = ThreadPoolExecutor(count, thread_name_prefix="tarpeia")
        try:
            yield pool, count
        finally:
            pool.shutdown(cancel_futures=True)
        return
    if kind != "dask":
        raise TarpeiaError(f"executor: {kind!r} is not allowed, allowed is {' or '.join(KINDS)}")
    with _cluster(scheduler, workers) as found:
        yield found


@contextlib.contextmanager
def _cluster(scheduler: str, workers: int | None) -> Iterator[tuple[Executor, int]]:
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise TarpeiaError('executor: dask is not here; pip install "tarpeia[cluster]"') from None

    with contextlib.ExitStack() as stack:
        address: object = scheduler
        if not scheduler:
            count = cores() if workers is None else workers
            check_threads(count, "workers")
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
        yield client.get_executor(pure=False, retries=2), threads
