"""The house stays one that is read in ten minutes: short files, short functions, few layers."""

from __future__ import annotations

import ast
import re
import statistics
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.places import ROOT

MOST_LINES = 350
MEDIAN_LINES = 150
MOST_FUNCTION_LINES = 60
MOST_LAYERS = 10
MOST_SKIPPED = 39
CODE = (".py", ".vue", ".js", ".css")


def files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in CODE and "__pycache__" not in path.parts:
                yield path


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def length(path: Path) -> int:
    return len(text(path).splitlines())


def test_no_file_is_long_and_the_middle_one_is_short() -> None:
    long = {str(p.relative_to(ROOT)): length(p) for p in files("sim") if length(p) > MOST_LINES}
    assert not long
    assert statistics.median(length(p) for p in files("sim") if p.suffix == ".py") <= MEDIAN_LINES


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in files("sim")
        if path.suffix == ".py"
        for node in ast.walk(ast.parse(text(path)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > MOST_FUNCTION_LINES
    ]
    assert not long


def test_the_formatter_is_overruled_for_a_few_tables_alone() -> None:
    mark = re.compile(r"# fmt: " + "skip")
    count = sum(
        len(mark.findall(text(path)))
        for path in files("sim", "scripts", "tests")
        if path.suffix == ".py"
    )
    assert count <= MOST_SKIPPED


def test_the_layers_are_few_and_hints_of_types_count() -> None:
    config = tomllib.loads(text(ROOT / "pyproject.toml"))["tool"]["importlinter"]
    assert "exclude_type_checking_imports" not in config
    contracts = {one["id"]: one for one in config["contracts"]}
    assert len(contracts["layers"]["layers"]) <= MOST_LAYERS
    assert contracts["layers"]["exhaustive"] is True
    assert contracts["circles"]["type"] == "acyclic_siblings"


def test_a_class_name_means_one_thing() -> None:
    homes: defaultdict[str, list[str]] = defaultdict(list)
    for path in files("sim"):
        if path.suffix == ".py":
            for node in ast.parse(text(path)).body:
                if isinstance(node, ast.ClassDef):
                    homes[node.name].append(path.relative_to(ROOT).as_posix())
    assert not {name: where for name, where in homes.items() if len(where) > 1}


def test_every_file_says_what_it_is() -> None:
    for path in files("sim"):
        if path.suffix == ".py":
            told = ast.get_docstring(ast.parse(text(path))) or ""
            assert len(told) > 10, path


def where(pattern: str) -> Counter[str]:
    """Return how often a pattern stands in each Python file of sim."""
    found = Counter(
        {
            path.relative_to(ROOT).as_posix(): len(re.findall(pattern, text(path)))
            for path in files("sim")
            if path.suffix == ".py"
        }
    )
    return +found


def test_there_is_one_of_everything() -> None:
    assert set(where(r"rich\.progress")) == {"sim/cli/progress.py"}
    assert set(where(r"os\.replace|\.replace\(path\)|os\.fsync|flock\(")) == {"sim/files.py"}
    assert set(where(r"platform\.platform\(|\"rev-parse\"")) == {"sim/runs/provenance.py"}
    assert set(where(r"class Networks\b")) == {"sim/runs/networks.py"}
    assert set(where(r"hashlib\.file_digest")) == {"sim/files.py"}
    assert set(where(r"^SUMMARY: Final|\nSUMMARY: Final")) == {"sim/runs/summary.py"}
    assert set(where(r"__version__ = ")) == {"sim/version.py"}
    assert set(where(r"for day in range\(first, last\)")) == {"sim/model/day/loop.py"}
    assert not where(r"[Pp]hase [0-9]")
