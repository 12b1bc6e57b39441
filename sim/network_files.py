"""Networks from files: edge list, GraphML, Parquet.

In all of them an edge from ``a`` to ``b`` says that ``b`` hears ``a``. Self ties are dropped and
duplicates merged. Every fault is one line naming file, place, problem and what is allowed.
"""

from __future__ import annotations

import re
from array import array
from pathlib import Path
from typing import Any, BinaryIO, Final, NoReturn
from xml.parsers import expat

import numpy as np
from numpy.typing import NDArray

from sim.compiled import kernel
from sim.errors import TarpeiaError
from sim.layout import MOST_HEARD
from sim.network_kernels import Network
from sim.parameters import ENTRIES

GRAPHML_LIMIT: Final = 200_000_000  # bytes
_TEXT: Final = (".txt", ".csv", ".tsv", ".edges")
_MOST_PEOPLE: Final = int(ENTRIES["crowd.people"].high or 0)
_TAB, _NEWLINE, _RETURN, _SPACE, _HASH, _COMMA, _ZERO, _NINE = b"\t\n\r #,09"
_BOM: Final = b"\xef\xbb\xbf"
_NAME: Final = r'\s*"?([A-Za-z_][\w .-]*?)"?\s*'
_HEADER: Final = re.compile(rf"{_NAME}[,\t]{_NAME}|\s*([A-Za-z_]\w*)\s+([A-Za-z_]\w*)\s*")


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
        Number of people; ids are less. Without it, the greatest id plus one.

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
    readers = {".graphml": _graphml, ".parquet": _parquet} | dict.fromkeys(_TEXT, _edge_list)
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
        sources, targets = reader(path, limit)
    except OSError as error:
        _fail(path, f"cannot be read ({error.strerror or error})", "a readable file")
    if sources.size == 0:
        _fail(path, "holds no tie", "at least one tie")
    if people is None:
        people = int(max(sources.max(), targets.max())) + 1
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
    where = f"{path}: {place}: " if place else f"{path}: "
    raise TarpeiaError(" ".join(f"{where}{fault}, allowed is {allowed}".split()))


def _ids(limit: int) -> str:
    return f"a whole number from 0 to {limit - 1}"


def _shown(text: str) -> str:
    """Return what was found, quoted and shortened."""
    return ascii(text if len(text) <= 40 else text[:37] + "...")


# --- edge list ---------------------------------------------------------------------------------


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


def _edge_list(path: Path, limit: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return sources and targets of a text of two columns."""
    data = np.fromfile(path, np.uint8)
    if not data.all():
        _fail(path, "binary data, not text", "two whole numbers a line")
    start, swapped = _header(data)
    lines = int(np.count_nonzero(data == _NEWLINE)) + 1
    sources, targets = np.empty(lines, np.int32), np.empty(lines, np.int32)
    ties, fault = read_ties(data, start, limit, sources, targets)
    if fault >= 0:
        number = int(np.count_nonzero(data[:fault] == _NEWLINE)) + 1
        _explain(path, number, _line(data, fault), limit)
    if swapped:
        sources, targets = targets, sources
    return sources[:ties], targets[:ties]


def _line(data: NDArray[np.uint8], begin: int) -> bytes:
    """Return the line that begins at a place, at most 1,000 bytes of it."""
    return data[begin : begin + 1_000].tobytes().split(b"\n", 1)[0]


def _header(data: NDArray[np.uint8]) -> tuple[int, bool]:
    """Return where the ties begin, and whether the header names the target before the source."""
    begin = len(_BOM) if _line(data, 0).startswith(_BOM) else 0
    first = begin
    while begin < data.size:
        line = _line(data, begin).split(b"#", 1)[0].strip()
        if line:
            found = _HEADER.fullmatch(line.decode("utf-8", "replace"))
            if not found:
                break
            names = [name.lower() for name in found.groups() if name]
            end = np.flatnonzero(data[begin : begin + 1_000] == _NEWLINE)
            after = begin + int(end[0]) + 1 if end.size else data.size
            # The line stays in the text as an empty one, so that line numbers are right.
            return after, names == ["target", "source"]
        begin = _next_line(data, begin)
    return first, False


def _next_line(data: NDArray[np.uint8], begin: int) -> int:
    """Return where the line after the one at ``begin`` begins."""
    while begin < data.size:
        ends = np.flatnonzero(data[begin : begin + 4_096] == _NEWLINE)
        if ends.size:
            return begin + int(ends[0]) + 1
        begin += 4_096
    return int(data.size)


def _explain(path: Path, number: int, line: bytes, limit: int) -> NoReturn:
    """Say what is wrong with a line of an edge list."""
    place = f"line {number}"
    text = line.decode("utf-8", "replace").split("#", 1)[0].strip()
    if "\ufffd" in text or any(ord(letter) < 32 and letter != "\t" for letter in text):
        _fail(path, "binary data, not text", "two whole numbers", place)
    fields = [field.strip() for field in (text.split(",") if "," in text else text.split())]
    for field in fields:
        if field == "":
            _fail(path, "an id is missing", "two whole numbers", place)
        if re.fullmatch(r"-[0-9]+", field):
            _fail(path, f"negative id {_shown(field)}", _ids(limit), place)
        if re.fullmatch(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)", field):
            _fail(path, f"fractional id {_shown(field)}", _ids(limit), place)
        if not re.fullmatch(r"[0-9]+", field):
            _fail(path, f"id {_shown(field)} is no whole number", _ids(limit), place)
        if int(field[:20]) >= limit:
            _fail(path, f"id {_shown(field)} is too large", _ids(limit), place)
    if len(fields) == 1:
        _fail(path, f"an id is missing after {_shown(text)}", "two whole numbers", place)
    _fail(path, f"{len(fields)} columns", "two whole numbers", place)


# --- GraphML -----------------------------------------------------------------------------------


class _GraphML:
    """Takes ties from the elements of a GraphML file as they are read; keeps no tree."""

    def __init__(self, path: Path, limit: int) -> None:
        self.path, self.limit = path, limit
        self.number: dict[str, int] = {}  # of each node, in order of appearance
        self.undeclared: dict[str, int] = {}  # node named by an edge -> line
        self.sources, self.targets = array("i"), array("i")
        self.graphs, self.depth, self.directed = 0, 0, True
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse

    def read(self, file: BinaryIO) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return sources and targets."""
        try:
            self.parser.ParseFile(file)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            self._fault(f"malformed XML ({reason})", "well-formed GraphML", error.lineno)
        if self.undeclared:
            name, line = next(iter(self.undeclared.items()))
            self._fault(f"edge to {_shown(name)}, which is no node", "a declared node", line)
        sources, targets = np.asarray(self.sources), np.asarray(self.targets)
        names = self.number
        dense = all(
            name.isascii() and name.isdigit() and str(int(name[:10])) == name for name in names
        ) and max(map(int, names), default=0) < len(names)
        if dense:
            person = np.fromiter(map(int, names), np.int32, len(names))
            sources, targets = person[sources], person[targets]
        return sources, targets

    def _fault(self, fault: str, allowed: str, line: int | None = None) -> NoReturn:
        place = f"line {self.parser.CurrentLineNumber if line is None else line}"
        _fail(self.path, fault, allowed, place)

    def _refuse(self, *_: Any) -> NoReturn:
        self._fault("document type or entity declaration", "plain GraphML without either")

    def _start(self, tag: str, given: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if self.depth == 0 and tag != "graphml":
            self._fault(f"the root element is {_shown(tag)}", "'graphml'")
        self.depth = 1
        if tag == "node":
            self._node(given)
        elif tag == "edge":
            self._edge(given)
        elif tag == "graph":
            self.graphs += 1
            if self.graphs > 1:
                self._fault("a second or nested graph", "one graph a file")
            self.directed = self._choice(given, "edgedefault", ("directed", "undirected"))
        elif tag == "hyperedge":
            self._fault("a hyperedge", "edges between two nodes")

    def _choice(self, given: dict[str, str], key: str, words: tuple[str, str]) -> bool:
        """Return whether an attribute is the first of two words."""
        if given.get(key) not in words:
            found = _shown(given[key]) if key in given else "missing"
            self._fault(f"{key} is {found}", f"{words[0]!r} or {words[1]!r}")
        return given[key] == words[0]

    def _node(self, given: dict[str, str]) -> None:
        if "id" not in given:
            self._fault("a node without id", "an id for each node")
        name = given["id"]
        if name in self.number and self.undeclared.pop(name, None) is None:
            self._fault(f"node {_shown(name)} is declared twice", "one node an id")
        self._person(name)

    def _edge(self, given: dict[str, str]) -> None:
        for key in ("source", "target"):
            if key not in given:
                self._fault(f"an edge without {key}", "source and target for each edge")
            if given[key] not in self.number:
                self.undeclared[given[key]] = self.parser.CurrentLineNumber
        directed = self.directed
        if "directed" in given:
            directed = self._choice(given, "directed", ("true", "false"))
        source, target = self._person(given["source"]), self._person(given["target"])
        self.sources.append(source)
        self.targets.append(target)
        if not directed:
            self.sources.append(target)
            self.targets.append(source)

    def _person(self, name: str) -> int:
        """Return the number of a node, a new one at its first appearance."""
        number = self.number.setdefault(name, len(self.number))
        if number >= self.limit:
            self._fault(f"more than {self.limit} nodes", f"at most {self.limit}, one a person")
        return number


def _graphml(path: Path, limit: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return sources and targets of a GraphML file."""
    size = path.stat().st_size
    if size > GRAPHML_LIMIT:
        _fail(path, f"{size:,} bytes", f"at most {GRAPHML_LIMIT:,}; an edge list may be larger")
    with path.open("rb") as file:
        return _GraphML(path, limit).read(file)


# --- Parquet -----------------------------------------------------------------------------------


def _parquet(path: Path, limit: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return sources and targets of a Parquet file."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as file:
            fields = file.schema_arrow
            for name in ("source", "target"):
                if name not in fields.names:
                    found = ", ".join(fields.names[:8])
                    fault = f"column {name!r} is missing, there are: {_shown(found)}"
                    _fail(path, fault, "integer columns source and target")
                kind = fields.field(name).type
                if not pa.types.is_integer(kind):
                    _fail(path, f"type {kind}", "a column of integers", f"column {name}")
            table = file.read(columns=["source", "target"])
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        _fail(path, "not a readable Parquet file", "Parquet with columns source and target")
    columns = []
    for name in ("source", "target"):
        column = table.column(name)
        if column.null_count:
            row = int(np.flatnonzero(column.is_null().to_numpy())[0])
            _fail(path, "an id is missing", _ids(limit), f"column {name}, row {row + 1}")
        ids = column.to_numpy()
        wrong = (ids < 0) | (ids >= limit)
        if wrong.any():
            row = int(wrong.argmax())
            fault = "negative id" if ids[row] < 0 else "id"
            size = "" if ids[row] < 0 else " is too large"
            place = f"column {name}, row {row + 1}"
            _fail(path, f"{fault} '{ids[row]}'{size}", _ids(limit), place)
        columns.append(ids.astype(np.int32))
    return columns[0], columns[1]
