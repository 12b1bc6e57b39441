"""Where a sweep is kept: a folder of whole parts, held by one process at a time.

``runs/`` has a row a run, ``series/`` a row a run and day; ``sweep.toml``, ``scenario.toml`` and
``manifest.json`` say what they are. ``pandas.read_parquet("results/NAME/runs")`` reads it.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO, Final

from sim.experiments import parts
from sim.experiments.batches import Rows
from sim.experiments.specification import Sweep
from sim.experiments.sweep_folder import LOCK_FILE, RUNS, SERIES, check_ours, describe, identity
from sim.files import UNFINISHED, locked, writing
from sim.runs.folder import check_room

KEPT: Final = "make room or choose another with --out; what is there is kept"
BUSY: Final = "another process is at work on this sweep; wait for it, or choose another with --out"


class Store:
    """The folder of one sweep, held by one process at a time.

    Parameters
    ----------
    folder : Path
    sweep : Sweep
    engine : str
        Version of the engine.

    Raises
    ------
    TarpeiaError
        When the folder belongs to another sweep, to something else, or cannot be written; when a
        part is torn or foreign.
    """

    def __init__(self, folder: Path, sweep: Sweep, engine: str) -> None:
        self.folder = folder
        self.sweep = sweep
        self.identity = identity(sweep, engine)
        self.engine = engine
        self._lock: IO[bytes] | None = None
        check_ours(folder, self.identity)
        check_room(folder)
        with writing(folder, KEPT):
            for name in (RUNS, SERIES):
                (folder / name).mkdir(parents=True, exist_ok=True)
            self._lock = locked(folder / LOCK_FILE, f"{folder}: {BUSY}")
        try:
            with writing(folder, KEPT):
                self._tidy()
                describe(folder, sweep, engine)
            self.parts = [
                parts.load_part(path, sweep, self.identity) for path in parts.part_files(folder)
            ]
        except BaseException:
            self._lock.close()
            raise
        # The runs that are there: place and replicate.
        self.have = {run for part in self.parts for run in part.held}

    def __enter__(self) -> Store:
        """Return the store."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let others have the folder."""
        if self._lock is not None:
            self._lock.close()

    def write(self, number: int, rows: Rows) -> None:
        """Keep what came of a batch.

        Raises
        ------
        TarpeiaError
            When it cannot be written; what was there stays.
        """
        with writing(self.folder, KEPT):
            part = parts.save_part(self.folder, self.sweep, self.identity, number, rows)
        self.parts.append(part)
        self.have.update(part.held)

    def errors(self) -> int:
        """Return how many runs ended with an error."""
        return sum(bool(error) for part in self.parts for error in part.column("error"))

    def values(self, outcome: str) -> dict[int, list[float]]:
        """Return an outcome by place, replicates in order; nan of a run with an error."""
        found: dict[int, dict[int, float]] = {}
        for part in self.parts:
            for (place, replicate), value in zip(part.held, part.column(outcome), strict=True):
                found.setdefault(place, {})[replicate] = float("nan") if value is None else value
        return {place: [held[k] for k in sorted(held)] for place, held in found.items()}

    def _tidy(self) -> None:
        """Remove what a crash left: files never named, and series that no runs name."""
        for place in (self.folder, self.folder / RUNS, self.folder / SERIES):
            for path in place.glob(f"{UNFINISHED}*"):
                path.unlink()
        named = set()
        for path in parts.part_files(self.folder):
            parts.verify(path)
            named.add(parts.metadata_of(path, "series"))
        for path in (self.folder / SERIES).iterdir():
            if parts.is_part(path) and path.name not in named:
                path.unlink()


def held_in(folder: Path, sweep: Sweep, engine: str) -> set[tuple[int, int]]:
    """Return the runs that a folder holds of a sweep, looking only.

    Raises
    ------
    TarpeiaError
        When it holds something else.
    """
    check_ours(folder, identity(sweep, engine))
    if not (folder / RUNS).is_dir():
        return set()
    found: set[tuple[int, int]] = set()
    for path in parts.part_files(folder):
        parts.verify(path)
        found.update(parts.held_in(path, sweep))
    return found
