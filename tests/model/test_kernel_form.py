"""The form of kernels: short, few arguments, elements by name, groups built by keyword."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from sim.model import compiled
from tests.places import ROOT

MOST_ARGUMENTS = 8
MOST_LINES = 60
DECORATORS = ("kernel", "inner_kernel", "parallel_kernel", "formula", "open_formula")
FILES = [
    path for folder in ("model/day", "network") for path in (ROOT / "sim" / folder).rglob("*.py")
]


def named(node: ast.expr) -> str:
    """Return the last part of a name, as in ``kernel`` or ``compiled.kernel``."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def kernels(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Yield the functions of a module that are compiled: decorated, or handed to a decorator."""
    handed = {
        named(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and named(node.func) in DECORATORS
        for argument in node.args
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and (
            node.name in handed or any(named(d) in DECORATORS for d in node.decorator_list)
        ):
            yield node


def arguments(function: ast.FunctionDef) -> int:
    """Return how many arguments a function takes."""
    taken = function.args
    several = [x for x in (taken.vararg, taken.kwarg) if x is not None]
    return len([*taken.posonlyargs, *taken.args, *taken.kwonlyargs, *several])


def lines_of(function: ast.FunctionDef) -> int:
    """Return how many lines a function has, its decorators not counted."""
    return (function.end_lineno or 0) - function.lineno + 1


def is_number(index: ast.expr) -> bool:
    """Tell whether an index is a bare whole number, with or without a sign."""
    if isinstance(index, ast.UnaryOp):
        return is_number(index.operand)
    return isinstance(index, ast.Constant) and type(index.value) is int


def numbered(function: ast.FunctionDef) -> list[str]:
    """Return what a function takes out of arrays by a bare number; ``shape[0]`` is none of it."""
    found = []
    hints = {
        id(below)
        for node in ast.walk(function)
        for hint in (getattr(node, "annotation", None), getattr(node, "returns", None))
        if hint is not None
        for below in ast.walk(hint)
    }
    for node in ast.walk(function):
        if not isinstance(node, ast.Subscript) or id(node) in hints:
            continue
        if isinstance(node.value, ast.Attribute) and node.value.attr == "shape":
            continue
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if any(is_number(part) for part in parts):
            found.append(ast.unparse(node))
    return found


def named_tuples(tree: ast.Module) -> set[str]:
    """Return the named tuples that a module defines."""
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and "NamedTuple" in map(named, node.bases)
    }


def by_place(tree: ast.Module, known: set[str], makers: set[tuple[str, str]]) -> list[str]:
    """Return the calls that make one of the known groups by the places of its parts.

    Left out is a group made of all parts of the same group, as in ``Today(*today_of(...))``, which
    numba needs to know a group's class in a parallel loop: ``makers`` has such pairs of names.
    """
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and named(node.func) in known and node.args:
            parts = [*node.args, *node.keywords]
            whole = (
                parts[0].value if len(parts) == 1 and isinstance(parts[0], ast.Starred) else None
            )
            maker = named(whole.func) if isinstance(whole, ast.Call) else ""
            if (named(node.func), maker) not in makers:
                found.append(f"{node.lineno}: {ast.unparse(node)}")
    return found


def parse(path: Path) -> ast.Module:
    """Return the tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


TREES = {path.relative_to(ROOT).as_posix(): parse(path) for path in sorted(FILES)}
KERNELS = {
    f"{place}:{function.name}": function
    for place, tree in TREES.items()
    for function in kernels(tree)
}
# Groups are the named tuples that kernels are handed, hand on or make.
IN_KERNELS = {
    named(node) for kernel in KERNELS.values() for node in ast.walk(kernel) if named(node)
}
GROUPS = set.union(*map(named_tuples, TREES.values())) & IN_KERNELS
MAKERS = {
    (named(kernel.returns), kernel.name)
    for kernel in KERNELS.values()
    if kernel.returns is not None and named(kernel.returns) in GROUPS
}


def test_the_kernels_and_groups_are_found() -> None:
    assert {decorator for decorator in DECORATORS if not hasattr(compiled, decorator)} == set()
    assert len(KERNELS) > 60
    assert {
        "sim/model/day/loop.py:run_days",
        "sim/model/day/rules.py:aggrieve",
        "sim/model/day/people.py:people_block",
        "sim/network/audience_kernels.py:lay_audiences",
        "sim/network/statistics.py:count_heard",
    } <= KERNELS.keys()
    assert named_tuples(TREES["sim/model/day/groups.py"]) <= GROUPS
    assert {"Nature", "Today", "Keys", "Heard", "Draws", "Speaker", "Kinds"} <= GROUPS


def test_a_kernel_takes_few_arguments() -> None:
    taken = {name: arguments(kernel) for name, kernel in KERNELS.items()}
    assert {name: count for name, count in taken.items() if count > MOST_ARGUMENTS} == {}


def test_a_kernel_is_short() -> None:
    lines = {name: lines_of(kernel) for name, kernel in KERNELS.items()}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_a_kernel_takes_elements_by_their_names() -> None:
    found = {name: numbered(kernel) for name, kernel in KERNELS.items()}
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_groups_are_made_by_keyword() -> None:
    assert ("Today", "today_of") in MAKERS
    found = {
        path.relative_to(ROOT).as_posix(): by_place(parse(path), GROUPS, MAKERS)
        for path in sorted((ROOT / "sim").rglob("*.py"))
    }
    assert {name: faults for name, faults in found.items() if faults} == {}


BAD = """
class Pair(NamedTuple):
    one: Any
    other: Any

@formula
def many(a, b, c, d, e, f, /, g, h, *, i) -> tuple[int, int]:
    return a[0] + b[c, 1] + d.shape[0] + e[f] + g[-1] + h[i, k] + i[:2]

def handed(a):
    return Pair(a, other=a), Pair(*pair_of(a)), Pair(*other_of(a)), Pair(*a)

at_work = compiled.parallel_kernel(handed)
"""


def test_what_is_not_of_the_form_is_noticed() -> None:
    tree = ast.parse(BAD)
    many, handed = kernels(tree)
    assert (many.name, handed.name) == ("many", "handed")
    assert arguments(many) == 9
    assert lines_of(many) == 2
    assert sorted(numbered(many)) == ["a[0]", "b[c, 1]", "g[-1]"]
    assert by_place(tree, named_tuples(tree), {("Pair", "pair_of")}) == [
        "11: Pair(a, other=a)",
        "11: Pair(*other_of(a))",
        "11: Pair(*a)",
    ]
