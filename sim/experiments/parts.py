"""The parts of a stored sweep: Parquet files, each named after its own checksum.

A part is written under another name, flushed to the disk and renamed, the series before the runs
that name it, so that whatever happens a part is whole or not there.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final, NamedTuple

from sim.errors import TarpeiaError
from sim.experiments.batches import Rows
from sim.experiments.design import shown
from sim.experiments.specification import Sweep
from sim.experiments.sweep_folder import RUNS, SERIES
from sim.files import checksum, finish, unfinished

_NAME: Final = re.compile(r"part-(\d{6})-([0-9a-f]{16})\.parquet")
# Columns of whole numbers and of text; the rest is float64, or as a factor's values are.
_WHOLE: Final = ("point", "replicate", "seed", "crowd_seed", "day")
_TEXT: Final = ("plan", "digest", "error", "host")


class StoredPart(NamedTuple):
    """One part of a stored sweep.

    Attributes
    ----------
    runs : Path
        The file of its runs.
    series : Path, optional
        The file of their daily series, where any are kept.
    held : tuple of (int, int)
        Place and replicate of its runs, row by row.
    """

    runs: Path
    series: Path | None
    held: tuple[tuple[int, int], ...]

    def column(self, name: str) -> list[Any]:
        """Return one column of the runs, row by row."""
        import pyarrow.parquet as pq

        values: list[Any] = pq.read_table(self.runs, columns=[name])[name].to_pylist()
        return values


def save_part(folder: Path, sweep: Sweep, identity: str, number: int, rows: Rows) -> StoredPart:
    """Write what came of a batch as one part.

    Raises
    ------
    OSError
        When it cannot be written; then there is no such part.
    """
    series = None
    if rows.series.get("day"):
        series = _save(folder / SERIES, sweep, number, rows.series, {"sweep": identity})
    table = {name: [row[name] for row in rows.runs] for name in rows.runs[0]}
    named = {"sweep": identity, "series": "" if series is None else series.name}
    path = _save(folder / RUNS, sweep, number, table, named)
    return StoredPart(path, series, held_of(sweep, table))


def load_part(path: Path, sweep: Sweep, identity: str) -> StoredPart:
    """Return a part that is there, checked with its series.

    Raises
    ------
    TarpeiaError
        When it is torn, of another sweep, or without its series.
    """
    verify(path)
    if metadata_of(path, "sweep") != identity:
        raise TarpeiaError(f"{path}: a part of another sweep; remove it and rerun")
    series = None
    if named := metadata_of(path, "series"):
        series = path.parent.parent / SERIES / named
        if not series.is_file():
            raise TarpeiaError(f"{series}: missing; remove {path} to have its runs made again")
        verify(series)
    return StoredPart(path, series, held_in(path, sweep))


def held_in(path: Path, sweep: Sweep) -> tuple[tuple[int, int], ...]:
    """Return place and replicate of the runs in a file of runs."""
    import pyarrow.parquet as pq

    table = pq.read_table(path, columns=["point", "plan", "replicate"])
    return held_of(sweep, table.to_pydict())


def held_of(sweep: Sweep, table: dict[str, list[Any]]) -> tuple[tuple[int, int], ...]:
    """Return place and replicate of the runs in a table."""
    names = {"" if plan is None else plan.name: k for k, plan in enumerate(sweep.plans)}
    count = len(sweep.points)
    rows = zip(table["point"], table["plan"], table["replicate"], strict=True)
    return tuple((names[plan] * count + point, replicate) for point, plan, replicate in rows)


def metadata_of(path: Path, name: str) -> str:
    """Return what a part says of itself: ``sweep`` or ``series``; '' where it says nothing."""
    import pyarrow.parquet as pq

    metadata: dict[bytes, bytes] = pq.read_schema(path).metadata or {}
    return metadata.get(f"tarpeia.{name}".encode(), b"").decode()


def part_files(folder: Path) -> list[Path]:
    """Return the files of the runs of a sweep's folder, in order.

    Raises
    ------
    TarpeiaError
        For a file that is no part.
    """
    found = sorted((folder / RUNS).iterdir())
    for path in found:
        if not is_part(path) and not path.name.startswith("."):
            raise TarpeiaError(f"{path}: no part of a sweep; remove it and rerun")
    return [path for path in found if is_part(path)]


def is_part(path: Path) -> bool:
    """Tell whether a file has the name of a part."""
    return _NAME.fullmatch(path.name) is not None


def verify(path: Path) -> None:
    """Check that a part is what its name says.

    Raises
    ------
    TarpeiaError
        Naming the part.
    """
    found = _NAME.fullmatch(path.name)
    if found is None or checksum(path) != found[2]:
        raise TarpeiaError(
            f"{path}: torn or changed, its checksum is not the one of its name; remove it to have "
            "its runs made again"
        )


def _save(
    folder: Path, sweep: Sweep, number: int, table: dict[str, list[Any]], named: dict[str, str]
) -> Path:
    """Write one file of a part whole, and return where it is."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {name: _column(name, values, sweep) for name, values in table.items()}
    metadata = {f"tarpeia.{key}": value for key, value in named.items()}
    work = unfinished(folder)
    pq.write_table(pa.table(columns).replace_schema_metadata(metadata), work)
    path = work.with_name(f"part-{number:06d}-{checksum(work)}.parquet")
    finish(work, path)
    return path


def _column(name: str, values: list[Any], sweep: Sweep) -> Any:
    """Return a column, of one type in all parts: of a factor the one all its values have."""
    import pyarrow as pa

    if name in _WHOLE:
        return pa.array(values, pa.int64())
    if name in _TEXT:
        return pa.array(values, pa.string())
    if name not in sweep.factors:
        return pa.array(values, pa.float64())
    kinds = {type(shown(point[name])) for point in sweep.points if name in point}
    if kinds == {bool}:
        return pa.array(values, pa.bool_())
    if kinds <= {int, float}:
        return pa.array(values, pa.float64())
    return pa.array([None if v is None else str(v) for v in values], pa.string())
