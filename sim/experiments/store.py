"""Where a sweep is kept: a folder of whole Parquet parts, each named after its own checksum.

``runs/`` has a row a run, ``series/`` a row a run and day; ``sweep.toml``, ``scenario.toml`` and
``manifest.json`` say what they are. A part is written under another name, flushed to the disk and
renamed, the series before the runs that name it, so that whatever happens a part is whole or not
there. ``pandas.read_parquet("results/NAME/runs")`` reads it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import platform
import re
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from sim.errors import TarpeiaError
from sim.experiments.batches import Rows
from sim.experiments.design import shown
from sim.experiments.specification import Sweep
from sim.experiments.sweep_files import dumps_sweep
from sim.files import UNFINISHED, checksum, finish, locked, unfinished, write, writing
from sim.runs.folder import check_room
from sim.runs.provenance import git_state, versions
from sim.scenario.files import dumps

RUNS: Final = "runs"
SERIES: Final = "series"
SWEEP_FILE: Final = "sweep.toml"
SCENARIO_FILE: Final = "scenario.toml"
MANIFEST_FILE: Final = "manifest.json"
LOCK_FILE: Final = ".lock"
_PART: Final = re.compile(r"part-(\d{6})-([0-9a-f]{16})\.parquet")
# Text columns; all that is neither text nor a whole number is float64.
_WHOLE: Final = ("point", "replicate", "seed", "crowd_seed", "day")
_TEXT: Final = ("plan", "digest", "error", "host")
KEPT: Final = "make room or choose another with --out; what is there is kept"
BUSY: Final = "another process is at work on this sweep; wait for it, or choose another with --out"
NOT_COMPARED: Final = ("seconds", "host")


class Part(NamedTuple):
    """One part: its runs' file, its series' file, and which runs it holds."""

    runs: Path
    series: Path | None
    held: tuple[tuple[int, int], ...]


def default_folder(sweep: Sweep, engine: str) -> Path:
    """Return ``results/<name>-<hash>``: another sweep, scenario or engine has another hash."""
    return Path("results") / f"{sweep.name}-{identity(sweep, engine)[:8]}"


def identity(sweep: Sweep, engine: str) -> str:
    """Return the hash (hex) of what a store may hold."""
    return hashlib.sha256(f"{sweep.content_hash} {engine}".encode()).hexdigest()


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
        _check_ours(folder, self.identity)
        check_room(folder)
        with writing(folder, KEPT):
            for name in (RUNS, SERIES):
                (folder / name).mkdir(parents=True, exist_ok=True)
            self._lock = locked(folder / LOCK_FILE, f"{folder}: {BUSY}")
        try:
            with writing(folder, KEPT):
                self._tidy()
                self._describe()
            self.parts = [self._part(path) for path in part_files(folder)]
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
            series = None
            if rows.series.get("day"):
                series = self._save(SERIES, number, rows.series, {})
            table = {name: [row[name] for row in rows.runs] for name in rows.runs[0]}
            told = {"series": "" if series is None else series.name}
            path = self._save(RUNS, number, table, told)
        part = Part(path, series, held_of(self.sweep, table))
        self.parts.append(part)
        self.have.update(part.held)

    def _save(
        self, kind: str, number: int, table: dict[str, list[Any]], told: dict[str, str]
    ) -> Path:
        """Write one file of a part whole, and return where it is."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        columns = {name: self._column(name, values) for name, values in table.items()}
        metadata = {"tarpeia.sweep": self.identity, **{f"tarpeia.{k}": v for k, v in told.items()}}
        work = unfinished(self.folder / kind)
        pq.write_table(pa.table(columns).replace_schema_metadata(metadata), work)
        path = work.with_name(f"part-{number:06d}-{checksum(work)}.parquet")
        finish(work, path)
        return path

    def _column(self, name: str, values: list[Any]) -> Any:
        """Return a column, of one type in all parts: of a factor the one all its values have."""
        import pyarrow as pa

        if name in _WHOLE:
            return pa.array(values, pa.int64())
        if name in _TEXT:
            return pa.array(values, pa.string())
        if name not in self.sweep.factors:
            return pa.array(values, pa.float64())
        kinds = {type(shown(point[name])) for point in self.sweep.points if name in point}
        if kinds == {bool}:
            return pa.array(values, pa.bool_())
        if kinds <= {int, float}:
            return pa.array(values, pa.float64())
        return pa.array([None if v is None else str(v) for v in values], pa.string())

    def _part(self, path: Path) -> Part:
        """Return a part that is there, checked."""
        import pyarrow.parquet as pq

        verify(path)
        metadata = pq.read_schema(path).metadata or {}
        if metadata.get(b"tarpeia.sweep", b"").decode() != self.identity:
            raise TarpeiaError(f"{path}: a part of another sweep; remove it to go on")
        series = None
        if named := metadata.get(b"tarpeia.series", b"").decode():
            series = self.folder / SERIES / named
            if not series.is_file():
                raise TarpeiaError(f"{series}: missing; remove {path} to have its runs made again")
            verify(series)
        table = pq.read_table(path, columns=["point", "plan", "replicate"]).to_pydict()
        return Part(path, series, held_of(self.sweep, table))

    def _tidy(self) -> None:
        """Remove what a crash left: files never named, and series that no runs name."""
        import pyarrow.parquet as pq

        for place in (self.folder, self.folder / RUNS, self.folder / SERIES):
            for path in place.glob(f"{UNFINISHED}*"):
                path.unlink()
        named = set()
        for path in part_files(self.folder):
            verify(path)
            named.add((pq.read_schema(path).metadata or {}).get(b"tarpeia.series", b"").decode())
        for path in (self.folder / SERIES).iterdir():
            if _PART.fullmatch(path.name) and path.name not in named:
                path.unlink()

    def _describe(self) -> None:
        """Write what the folder is: sweep, scenario, manifest."""
        manifest = {
            "title": self.sweep.settings.title,
            "question": self.sweep.settings.question,
            "identity": self.identity,
            "engine": self.engine,
            "content_hash": self.sweep.content_hash,
            "scenario_hash": self.sweep.scenario.content_hash,
            "hypothetical": list(self.sweep.scenario.hypothetical),
            "replicates": self.sweep.most_replicates,
            "written": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "versions": versions(),
            "platform": platform.platform(),
            "git": git_state(),
        }
        # The manifest first: it says whose folder this is, whatever happens next.
        for name, text in (
            (MANIFEST_FILE, json.dumps(manifest, indent=2) + "\n"),
            (SCENARIO_FILE, dumps(self.sweep.scenario)),
            (SWEEP_FILE, dumps_sweep(self.sweep, SCENARIO_FILE)),
        ):
            write(self.folder / name, text)


def held_of(sweep: Sweep, table: dict[str, list[Any]]) -> tuple[tuple[int, int], ...]:
    """Return place and replicate of the runs in a table."""
    names = {"" if plan is None else plan.name: k for k, plan in enumerate(sweep.plans)}
    count = len(sweep.points)
    rows = zip(table["point"], table["plan"], table["replicate"], strict=True)
    return tuple((names[plan] * count + point, replicate) for point, plan, replicate in rows)


def held_in(folder: Path, sweep: Sweep, engine: str) -> set[tuple[int, int]]:
    """Return the runs that a folder holds of a sweep, looking only.

    Raises
    ------
    TarpeiaError
        When it holds something else.
    """
    import pyarrow.parquet as pq

    _check_ours(folder, identity(sweep, engine))
    if not (folder / RUNS).is_dir():
        return set()
    found: set[tuple[int, int]] = set()
    for path in part_files(folder):
        verify(path)
        table = pq.read_table(path, columns=["point", "plan", "replicate"]).to_pydict()
        found.update(held_of(sweep, table))
    return found


def part_files(folder: Path) -> list[Path]:
    """Return the files of the runs, in order; strange ones are named.

    Raises
    ------
    TarpeiaError
        For a file that is no part.
    """
    found = sorted((folder / RUNS).iterdir())
    for path in found:
        if not _PART.fullmatch(path.name) and not path.name.startswith("."):
            raise TarpeiaError(f"{path}: no part of a sweep; remove it to go on")
    return [path for path in found if _PART.fullmatch(path.name)]


def verify(path: Path) -> None:
    """Check that a part is what its name says.

    Raises
    ------
    TarpeiaError
        Naming the part.
    """
    found = _PART.fullmatch(path.name)
    if found is None or checksum(path) != found[2]:
        raise TarpeiaError(
            f"{path}: torn or changed, its checksum is not the one of its name; remove it to have "
            "its runs made again"
        )


def _check_ours(folder: Path, expected: str) -> None:
    """Check that a folder is new, empty, or holds this sweep.

    Raises
    ------
    TarpeiaError
        When it holds another sweep or something else.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise TarpeiaError(f"{folder}: is a file; --out is a folder for a sweep")
    if not any(folder.iterdir()):
        return
    try:
        manifest = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
        found = manifest["identity"]
    except (OSError, ValueError, KeyError, TypeError):
        if all(_is_beginning(path) for path in folder.iterdir()):
            return  # cut short before its manifest was there
        raise TarpeiaError(
            f"{folder}: holds something that is no sweep; --out is a new folder or one of the same "
            "sweep"
        ) from None
    if found != expected:
        raise TarpeiaError(
            f"{folder}: holds another sweep (other factors, scenario, seed or engine); choose "
            "another with --out, nothing was changed"
        )


def _is_beginning(path: Path) -> bool:
    """Tell whether a path is what a folder of a sweep holds before its manifest."""
    if path.name in (RUNS, SERIES):
        return path.is_dir() and not any(path.iterdir())
    return path.name == LOCK_FILE or path.name.startswith(UNFINISHED)
