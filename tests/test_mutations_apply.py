"""The mutations of scripts/mutation_check.py fit the sources; the check itself is on demand."""

from __future__ import annotations

import ast
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = {
    *(f"sim/day/{phase}.py" for phase in (
        "founder", "product", "newsroom", "conversation", "today", "feelings", "actions", "people",
        "measure",
    )),
    "sim/randomness.py", "sim/engine.py", "sim/compiled.py",
}  # fmt: skip


def script() -> ModuleType:
    """Return scripts/mutation_check.py as a module."""
    path = ROOT / "scripts" / "mutation_check.py"
    spec = importlib.util.spec_from_file_location("mutation_check", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


CHECK = script()
MUTATIONS: list[Any] = CHECK.MUTATIONS


def test_every_mutation_applies_once_and_changes_the_program() -> None:
    sources = {file: (ROOT / file).read_text(encoding="utf-8") for file in FILES}
    programs = {file: ast.dump(ast.parse(source)) for file, source in sources.items()}
    seen = set()
    for mutation in MUTATIONS:
        mutant = ast.dump(ast.parse(mutation.applied(sources[mutation.file])))
        assert mutant != programs[mutation.file], mutation.id
        assert mutant not in seen, mutation.id
        seen.add(mutant)


def test_a_mutation_whose_place_has_changed_is_told() -> None:
    with pytest.raises(ValueError, match="founder-below: the old text occurs 0 times"):
        MUTATIONS[0].applied("nothing of the kind")


def test_there_are_mutations_enough_of_every_file_and_of_many_kinds() -> None:
    assert len(MUTATIONS) >= 239
    assert len({mutation.id for mutation in MUTATIONS}) == len(MUTATIONS)
    for file in FILES - {"sim/compiled.py"}:
        assert sum(mutation.file == file for mutation in MUTATIONS) >= 5, file
    assert {mutation.file for mutation in MUTATIONS} == FILES
    assert len({mutation.kind for mutation in MUTATIONS}) >= 10


def test_the_table_counts() -> None:
    results = [CHECK.Result("oracle.py::test", "compiled", 1.0), CHECK.Result("", "compiled", 1.0)]
    of_one_kind = [MUTATIONS[0], MUTATIONS[0]._replace(id="survivor")]
    text = CHECK.table(of_one_kind, results)
    assert "| all | 2 | 1 | 50.0% |" in text
    assert "Survivors: `survivor`." in text
