"""docs/development.md shows the tree as it is."""

from __future__ import annotations

import ast
import re

import pytest

from tests.places import ROOT

PAGE = (ROOT / "docs" / "development.md").read_text(encoding="utf-8")
FOLDERS = sorted(
    path.parent.relative_to(ROOT).as_posix() for path in (ROOT / "sim").rglob("__init__.py")
)


@pytest.mark.parametrize("folder", [name for name in FOLDERS if name.count("/") == 1])
def test_every_wing_has_its_line(folder: str) -> None:
    assert f"| `{folder}/` |" in PAGE


@pytest.mark.parametrize("folder", [name for name in FOLDERS if name != "sim"])
def test_every_folder_lists_its_rooms_and_imports_nothing(folder: str) -> None:
    path = ROOT / folder
    tree = ast.parse((path / "__init__.py").read_text(encoding="utf-8"))
    assert len(tree.body) == 1, "a docstring and nothing else"
    told = ast.get_docstring(tree) or ""
    listed = set(re.findall(r"^ {0,2}(\w+) {2,}\S", told, re.MULTILINE))
    rooms = {one.stem for one in path.glob("*.py")} - {"__init__"}
    rooms |= {one.name for one in path.iterdir() if (one / "__init__.py").exists()}
    assert rooms == listed


def test_the_page_names_every_layer() -> None:
    layers = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("layers = [")[1]
    names = set(re.findall(r"[a-z]{3,}", layers.split("]")[0])) - {"main"}
    assert all(f"`{name}`" in PAGE for name in names)
