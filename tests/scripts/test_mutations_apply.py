"""The mutations of scripts/mutation_check.py fit the sources; the check itself is on demand."""

from __future__ import annotations

import ast
import builtins
import importlib.util
import math
import subprocess
import symtable
import sys
from collections import Counter
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tests.places import ROOT

SCRIPT = ROOT / "scripts" / "mutation_check.py"
# All files of a day but tables and types, and how the loop is compiled, called and fed.
FILES = {
    *(
        f"sim/model/day/{path.name}"
        for path in (ROOT / "sim" / "model" / "day").glob("[!_]*.py")
        if path.stem not in ("groups", "schedule")
    ),
    "sim/model/randomness.py",
    "sim/model/layout.py",
    "sim/model/compiled.py",
    "sim/engine/engine.py",
    "sim/engine/groups.py",
}


def script() -> ModuleType:
    """Return scripts/mutation_check.py as a module."""
    spec = importlib.util.spec_from_file_location("mutation_check", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


CHECK = script()
MUTATIONS: list[Any] = CHECK.MUTATIONS
SOURCES = {file: (ROOT / file).read_text(encoding="utf-8") for file in FILES}


def test_every_mutation_applies_once_and_changes_the_program() -> None:
    programs = {file: ast.dump(ast.parse(source)) for file, source in SOURCES.items()}
    seen = set()
    for mutation in MUTATIONS:
        mutant = ast.dump(ast.parse(mutation.applied(SOURCES[mutation.file])))
        assert mutant != programs[mutation.file], mutation.id
        assert mutant not in seen, mutation.id
        seen.add(mutant)


def unknown(source: str) -> set[str]:
    """Return the names that the functions of a module use and nothing gives a value."""
    module = symtable.symtable(source, "mutant", "exec")
    known = {*dir(builtins), "__file__", "__name__"}
    known |= {symbol.get_name() for symbol in module.get_symbols() if symbol.is_local()}
    tables, used = [module], set()
    while tables:
        table = tables.pop()
        tables += table.get_children()
        used |= {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()}
    return used - known


def fields(source: str) -> set[str]:
    """Return all that stands after a dot in a module, and all names that are given a value."""
    nodes = list(ast.walk(ast.parse(source)))
    names = [node for node in nodes if isinstance(node, ast.Name)]
    given = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    return given | {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def test_no_mutation_is_caught_for_a_name_that_does_not_exist() -> None:
    everything = set.union(*map(fields, SOURCES.values()))
    everything |= {*dir(math), *dir(np), *dir(np.ndarray)}
    for mutation in MUTATIONS:
        mutant = mutation.applied(SOURCES[mutation.file])
        assert unknown(mutant) == set(), mutation.id
        assert fields(mutant) <= everything, mutation.id


def test_a_mutation_whose_place_has_changed_is_told() -> None:
    with pytest.raises(ValueError, match="founder-below: the old text occurs 0 times"):
        MUTATIONS[0].applied("nothing of the kind")


def test_there_are_mutations_enough_of_every_file_and_of_many_kinds() -> None:
    assert len(MUTATIONS) >= 400
    assert len({mutation.id for mutation in MUTATIONS}) == len(MUTATIONS)
    of_file = Counter(mutation.file for mutation in MUTATIONS)
    assert of_file.keys() == FILES
    assert min(of_file[file] for file in FILES - {"sim/model/compiled.py"}) >= 5
    assert len({mutation.kind for mutation in MUTATIONS}) >= 10


def test_every_file_of_mutations_is_named_after_the_file_it_breaks() -> None:
    for path in (ROOT / "scripts" / "mutations").glob("[!_]*.py"):
        module = sys.modules[f"mutations.{path.stem}"]
        found = [x for x in vars(module).values() if isinstance(x, list)]
        files = {mutation.file for group in found for mutation in group}
        assert all(file.endswith(f"/{path.name}") for file in files), path.name


def test_the_tests_that_are_to_notice_are_there() -> None:
    names = [name for stage in CHECK.STAGES for name in CHECK.tests_of(stage)]
    assert len(names) > 10
    assert [name for name in names if not (ROOT / name).exists()] == []
    assert [name for name in CHECK.COPIED if not (ROOT / name).exists()] == []


def test_every_group_is_tried() -> None:
    """Nothing is written in scripts/mutations and forgotten in its list."""
    groups = [
        group
        for name, module in sys.modules.items()
        if name.startswith("mutations.")
        for group in vars(module).values()
        if isinstance(group, list)
    ]
    assert sorted(MUTATIONS) == sorted(mutation for group in groups for mutation in group)
    files = {f"mutations.{path.stem}" for path in (ROOT / "scripts" / "mutations").glob("[!_]*.py")}
    assert files <= sys.modules.keys()


def test_the_program_lists_the_mutations() -> None:
    done = subprocess.run(
        [sys.executable, SCRIPT, "--list"], capture_output=True, text=True, check=True
    )
    told = [line.split()[0] for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert told == [mutation.id for mutation in MUTATIONS]


def test_the_table_counts() -> None:
    results = [CHECK.Result("oracle.py::test", "compiled", 1.0), CHECK.Result("", "compiled", 1.0)]
    of_one_kind = [MUTATIONS[0], MUTATIONS[0]._replace(id="survivor")]
    text = CHECK.table(of_one_kind, results)
    assert "| all | 2 | 1 | 50.0% |" in text
    assert "Survivors: `survivor`." in text
