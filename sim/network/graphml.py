"""Networks from GraphML: read as a stream, without document types and entities."""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import Any, BinaryIO, Final, NoReturn
from xml.parsers import expat

import numpy as np
from numpy.typing import NDArray

from sim.errors import TarpeiaError

LIMIT: Final = 200_000_000  # bytes


def shown(text: str) -> str:
    """Return what was found, quoted and shortened."""
    return ascii(text if len(text) <= 40 else text[:37] + "...")


class _GraphML:
    """Takes ties from the elements of a GraphML file as they are read; keeps no tree."""

    def __init__(self, path: Path, limit: int) -> None:
        self.path, self.limit = path, limit
        self.number: dict[str, int] = {}  # of each node, in order of appearance
        self.undeclared: dict[str, int] = {}  # node named by an edge -> line
        self.sources, self.targets = array("i"), array("i")
        self.graphs, self.begun, self.directed = 0, False, True
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse

    def read(self, file: BinaryIO) -> tuple[NDArray[np.int32], NDArray[np.int32], int]:
        """Return sources, targets and the number of nodes."""
        try:
            self.parser.ParseFile(file)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            self.fail(f"malformed XML ({reason})", "well-formed GraphML", error.lineno)
        except TarpeiaError:
            raise
        except (LookupError, ValueError):  # an encoding that Python does not know
            self.fail("unknown encoding", "well-formed GraphML in UTF-8")
        if self.undeclared:
            name, line = next(iter(self.undeclared.items()))
            self.fail(f"an edge at {shown(name)}, which is no node", "a declared node", line)
        sources = np.asarray(self.sources, np.int32)
        targets = np.asarray(self.targets, np.int32)
        names = self.number
        dense = all(
            name.isascii() and name.isdigit() and str(int(name[:10])) == name for name in names
        ) and max(map(int, names), default=0) < len(names)
        if dense:
            person = np.fromiter(map(int, names), np.int32, len(names))
            sources, targets = person[sources], person[targets]
        return sources, targets, len(names)

    def fail(self, fault: str, allowed: str, line: int | None = None) -> NoReturn:
        """Raise the one line that a user sees."""
        at = self.parser.CurrentLineNumber if line is None else line
        raise TarpeiaError(f"{self.path}: line {at}: {fault}; use {allowed}")

    def _refuse(self, *_: Any) -> NoReturn:
        self.fail("document type or entity declaration", "plain GraphML without either")

    def _start(self, tag: str, given: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]  # without the name space
        if not self.begun and tag != "graphml":
            self.fail(f"the root element is {shown(tag)}", "'graphml'")
        self.begun = True
        if tag == "edge":
            self._edge(given)
        elif tag == "node":
            self._node(given)
        elif tag == "graph":
            self.graphs += 1
            if self.graphs > 1:
                self.fail("a second or nested graph", "one graph a file")
            self.directed = self._choice(given, "edgedefault", ("directed", "undirected"))
        elif tag == "hyperedge":
            self.fail("a hyperedge", "edges between two nodes")

    def _choice(self, given: dict[str, str], key: str, words: tuple[str, str]) -> bool:
        """Return whether an attribute is the first of two words."""
        if given.get(key) not in words:
            found = shown(given[key]) if key in given else "missing"
            self.fail(f"{key} is {found}", f"{words[0]!r} or {words[1]!r}")
        return given[key] == words[0]

    def _node(self, given: dict[str, str]) -> None:
        if "id" not in given:
            self.fail("a node without id", "an id for each node")
        name = given["id"]
        if name.startswith("-") and name[1:].isdigit():
            self.fail(f"negative id {shown(name)}", "a whole number from 0 on, or a name")
        if name in self.number and self.undeclared.pop(name, None) is None:
            self.fail(f"node {shown(name)} is declared twice", "one node an id")
        self._person(name)

    def _edge(self, given: dict[str, str]) -> None:
        source, target = self._end(given, "source"), self._end(given, "target")
        self.sources.append(source)
        self.targets.append(target)
        directed = self.directed
        if "directed" in given:
            directed = self._choice(given, "directed", ("true", "false"))
        if not directed:
            self.sources.append(target)
            self.targets.append(source)

    def _end(self, given: dict[str, str], key: str) -> int:
        """Return the number of the node at an end of an edge."""
        if key not in given:
            self.fail(f"an edge without {key}", "source and target for each edge")
        number = self.number.get(given[key])
        if number is None:
            self.undeclared[given[key]] = self.parser.CurrentLineNumber
            number = self._person(given[key])
        return number

    def _person(self, name: str) -> int:
        """Return the number of a node, a new one at its first appearance."""
        number = self.number.setdefault(name, len(self.number))
        if number >= self.limit:
            self.fail(f"more than {self.limit} nodes", f"at most {self.limit}, one a person")
        return number


def read_graphml(path: Path, limit: int) -> tuple[NDArray[np.int32], NDArray[np.int32], int]:
    """Return the ties in a GraphML file.

    Parameters
    ----------
    path : Path
    limit : int
        Most nodes that are allowed.

    Returns
    -------
    sources, targets : ndarray, shape (ties,), int32
        The target hears the source. Node ids that are exactly 0, 1, ..., n - 1, in any order,
        are the numbers of the people; others are numbered in order of appearance.
    nodes : int

    Raises
    ------
    TarpeiaError
        The file is too large, no well-formed GraphML, or declares a document type.
    """
    reader = _GraphML(path, limit)
    size = path.stat().st_size
    if size > LIMIT:
        reader.fail(f"{size:,} bytes", f"at most {LIMIT:,}; an edge list may be larger")
    with path.open("rb") as file:
        return reader.read(file)
