"""Networks from files: edge list, GraphML, Parquet.

In all of them an edge from ``a`` to ``b`` says that ``b`` hears ``a``. Self ties are dropped and
duplicates merged. Every fault is one line naming file, place, problem and what is allowed.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final, NoReturn

import numpy as np
from numpy.typing import NDArray

from sim.errors import TarpeiaError
from sim.model.compiled import kernel
from sim.model.entries import ENTRIES
from sim.model.layout import MOST_HEARD
from sim.network.graphml import read_graphml, shown
from sim.network.network import Network

_TEXT: Final = (".txt", ".csv", ".tsv", ".edges")
_MOST_PEOPLE: Final = int(ENTRIES["crowd.people"].high or 0)
_TAB, _NEWLINE, _RETURN, _SPACE, _HASH, _COMMA, _ZERO, _NINE = b"\t\n\r #,09"
_BOM: Final = b"\xef\xbb\xbf"
_NAME: Final = r'\s*"?([^\W\d][\w .-]*?)"?\s*'
_HEADER: Final = re.compile(rf"{_NAME}[,\t]{_NAME}|([^\W\d]\w*)\s+([^\W\d]\w*)")
_Ties = tuple[NDArray[np.int32], NDArray[np.int32], int]  # sources, targets, people at least


def load(path: str | Path, people: int | None = None) -> Network:
    """Return the network in a file.

    Parameters
    ----------
    path : str or Path
        ``.txt``, ``.csv``, ``.tsv``, ``.edges``: two whole numbers a line, separated by comma, tab
        or spaces; one header line is allowed, so are empty lines and comments after ``#``.

        ``.graphml``: directed or undirected edges (heard both ways). Node ids that are exactly
        0, 1, ..., n - 1, in any order, are the numbers of the people; otherwise people are
        numbered in the order in which the nodes appear.

        ``.parquet``: integer columns ``source`` and ``target``.
    people : int, optional
        Number of people; ids are less. Without it, the number of nodes (GraphML) or the greatest
        id plus one.

    Returns
    -------
    Network

    Raises
    ------
    TarpeiaError
        The file is missing, empty, binary, too large or malformed; an id is negative, missing,
        fractional, no number or too large; someone hears more than ``MOST_HEARD`` people.
    """
    path = Path(path)
    readers = {".graphml": read_graphml, ".parquet": _parquet} | dict.fromkeys(_TEXT, _edge_list)
    reader = readers.get(path.suffix.lower())
    if reader is None:
        _fail(path, f"unknown kind of file {path.suffix!r}", "one of " + ", ".join(sorted(readers)))
    limit = _MOST_PEOPLE if people is None else people
    try:
        if not path.is_file():
            fault = "is a directory" if path.is_dir() else "no such file"
            _fail(path, fault, "a file that exists")
        if path.stat().st_size == 0:
            _fail(path, "the file is empty", "at least one tie")
        sources, targets, nodes = reader(path, limit)
    except OSError as error:
        _fail(path, f"cannot be read ({error.strerror or error})", "a readable file")
    if sources.size == 0:
        _fail(path, "contains no ties", "at least one tie")
    if people is None:
        people = max(nodes, int(max(sources.max(), targets.max())) + 1)
    network = from_ties(sources, targets, people)
    heard = np.bincount(network.audience, minlength=1)
    if heard.max() > MOST_HEARD:
        fault = f"person {heard.argmax()} hears {heard.max():,} people"
        _fail(path, fault, f"at most {MOST_HEARD:,}")
    return network


def from_ties(sources: NDArray[Any], targets: NDArray[Any], people: int) -> Network:
    """Return the network of a list of ties, self ties dropped and duplicates merged.

    Parameters
    ----------
    sources, targets : ndarray, shape (ties,), integer
        The target hears the source; 0 to ``people - 1``.
    people : int

    Returns
    -------
    Network
    """
    ties = sources.astype(np.int64) * people + targets
    ties = np.sort(ties[sources != targets])
    ties = ties[np.diff(ties, prepend=-1) != 0]
    offsets = np.zeros(people + 1, np.int64)
    np.cumsum(np.bincount(ties // people, minlength=people), out=offsets[1:])
    return Network(offsets, (ties % people).astype(np.int32), False)


def _fail(path: Path, fault: str, allowed: str, place: str = "") -> NoReturn:
    """Raise the one line that a user sees."""
    where = f"{path}: {place}" if place else f"{path}"
    raise TarpeiaError(f"{where}: {fault}; use {allowed}")


def _ids(limit: int) -> str:
    return f"a whole number from 0 to {limit - 1}"


@kernel
def read_ties(data: Any, start: int, limit: int, sources: Any, targets: Any) -> tuple[int, int]:
    """Read ties from the bytes of a text, from ``start`` on.

    Returns the number of ties, and where the first line at fault begins (-1: none).
    """
    ties, begin, fields, commas = 0, start, 0, 0
    first, second, value = 0, 0, -1
    comment = False
    for at in range(start, data.shape[0] + 1):
        byte = int(data[at]) if at < data.shape[0] else _NEWLINE
        if comment and byte != _NEWLINE:
            continue
        if _ZERO <= byte <= _NINE:
            value = max(value, 0) * 10 + byte - _ZERO
            if value >= limit:
                return ties, begin
            continue
        if value >= 0:  # a number ends here
            fields += 1
            if fields == 1:
                first = value
            else:
                second = value
            value = -1
        if byte == _COMMA:
            commas += 1
            if commas != fields:  # not right after the first number
                return ties, begin
        elif byte == _HASH:
            comment = True
        elif byte == _NEWLINE:
            if fields == 2:
                sources[ties], targets[ties] = first, second
                ties += 1
            elif fields + commas > 0:
                return ties, begin
            begin, fields, commas = at + 1, 0, 0
            comment = False
        elif byte != _SPACE and byte != _TAB and byte != _RETURN:
            return ties, begin
    return ties, -1


def _edge_list(path: Path, limit: int) -> _Ties:
    """Return sources and targets of a text of two columns."""
    data = np.fromfile(path, np.uint8)
    if not data.all():
        _fail(path, "binary data, not text", "two whole numbers per line")
    if not (data == _NEWLINE).any():
        data[data == _RETURN] = _NEWLINE  # some programs end lines so
    lines = int(np.count_nonzero(data == _NEWLINE)) + 1
    start, swapped = _header(data)
    sources, targets = np.empty(lines, np.int32), np.empty(lines, np.int32)
    ties, fault = read_ties(data, start, limit, sources, targets)
    if fault >= 0:
        number = int(np.count_nonzero(data[:fault] == _NEWLINE)) + 1
        _explain(path, number, _line(data, fault), limit)
    if swapped:
        sources, targets = targets, sources
    return sources[:ties], targets[:ties], 0


def _line(data: NDArray[np.uint8], begin: int) -> str:
    """Return the line that begins at a place: at most 1,000 bytes, without its comment."""
    line = data[begin : begin + 1_000].tobytes().split(b"\n", 1)[0]
    return line.split(b"#", 1)[0].decode("utf-8", "replace").strip()


def _header(data: NDArray[np.uint8]) -> tuple[int, bool]:
    """Return where the ties begin, and whether a header names the target before the source."""
    first = begin = len(_BOM) if data[: len(_BOM)].tobytes() == _BOM else 0
    while begin < data.size and not _line(data, begin):
        begin = _next_line(data, begin)
    found = _HEADER.fullmatch(_line(data, begin))
    if not found:
        return first, False
    names = [name.lower() for name in found.groups() if name]
    return _next_line(data, begin), names == ["target", "source"]


def _next_line(data: NDArray[np.uint8], begin: int) -> int:
    """Return where the line after the one at ``begin`` begins."""
    while begin < data.size:
        ends = np.flatnonzero(data[begin : begin + 4_096] == _NEWLINE)
        if ends.size:
            return begin + int(ends[0]) + 1
        begin += 4_096
    return int(data.size)


def _explain(path: Path, number: int, text: str, limit: int) -> NoReturn:
    """Say what is wrong with a line of an edge list."""
    place = f"line {number}"
    if "\ufffd" in text or any(ord(letter) < 32 and letter != "\t" for letter in text):
        _fail(path, "binary data, not text", "two whole numbers", place)
    fields = [field.strip() for field in (text.split(",") if "," in text else text.split())]
    if "" in fields or len(fields) < 2:
        _fail(path, f"an id is missing in {shown(text)}", "two whole numbers", place)
    if len(fields) > 2:
        _fail(path, f"{len(fields)} columns in {shown(text)}", "two whole numbers", place)
    for field in fields:
        if re.fullmatch(r"-[0-9]+", field):
            _fail(path, f"negative id {shown(field)}", _ids(limit), place)
        if re.fullmatch(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)", field):
            _fail(path, f"fractional id {shown(field)}", _ids(limit), place)
        if re.fullmatch(r"[0-9]+", field):
            if int(field[:20]) >= limit:
                _fail(path, f"id {shown(field)} is too large", _ids(limit), place)
        else:
            _fail(path, f"id {shown(field)} is not a whole number", _ids(limit), place)
    _fail(path, f"cannot be read: {shown(text)}", "two whole numbers", place)


def _parquet(path: Path, limit: int) -> _Ties:
    """Return sources and targets of a Parquet file."""
    import pyarrow as pa
    from pyarrow import parquet

    allowed = "integer columns source and target"
    try:
        with parquet.ParquetFile(path) as file:
            fields = file.schema_arrow
            for name in ("source", "target"):
                if name not in fields.names:
                    there = shown(", ".join(fields.names))
                    _fail(path, f"column {name!r} is missing among {there}", allowed)
                if fields.names.count(name) > 1:
                    _fail(path, f"column {name!r} appears twice", allowed)
                kind = fields.field(name).type
                if not pa.types.is_integer(kind):
                    _fail(path, f"type {kind}", "a column of integers", f"column {name!r}")
            table = file.read(columns=["source", "target"])
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        _fail(path, "not a readable Parquet file", allowed)
    source, target = (
        _column(path, name, table.column(name), limit) for name in ("source", "target")
    )
    return source, target, 0


def _column(path: Path, name: str, column: Any, limit: int) -> NDArray[np.int32]:
    """Return a column of ids, checked."""
    if column.null_count:
        row = int(column.is_null().to_numpy().argmax())
        _fail(path, "an id is missing", _ids(limit), f"column {name!r}, row {row + 1}")
    ids = column.to_numpy()
    wrong = (ids < 0) | (ids >= limit)
    if wrong.any():
        row = int(wrong.argmax())
        fault = f"negative id '{ids[row]}'" if ids[row] < 0 else f"id '{ids[row]}' is too large"
        _fail(path, fault, _ids(limit), f"column {name!r}, row {row + 1}")
    return np.asarray(ids, dtype=np.int32)
