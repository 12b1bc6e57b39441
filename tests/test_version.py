"""The engine's version follows every file that decides results, and no other."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim.version import DECIDES, PACKAGE, __version__, engine_version, sources

DECIDING = [path.relative_to(PACKAGE).as_posix() for path in sources(DECIDES)]
OTHERS = (
    "files.py",
    "version.py",
    "runs/summary.py",
    "runs/headline.py",
    "runs/provenance.py",
    "experiments/store.py",
    "experiments/verdicts.py",
    "plots/overview.py",
    "cli/main.py",
    "mesa/model.py",
    "claims/index.py",
    "app/page.py",
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    package = tmp_path_factory.mktemp("copy") / "sim"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    return package


def version_of(package: Path) -> str:
    return engine_version.__wrapped__(package)


def edited(package: Path, name: str) -> str:
    """Return the version of the copy while one of its files has a comment more."""
    path = package / name
    before = path.read_bytes()
    path.write_bytes(before + b"# another line\n")
    try:
        return version_of(package)
    finally:
        path.write_bytes(before)


def test_a_copy_has_the_version_of_the_original_with_either_line_ending(copy: Path) -> None:
    assert version_of(copy) == engine_version()
    path = copy / "model" / "layout.py"
    before = path.read_bytes()
    path.write_bytes(before.replace(b"\n", b"\r\n"))
    assert version_of(copy) == engine_version()
    path.write_bytes(before)


@pytest.mark.parametrize("name", DECIDING)
def test_an_edit_of_what_decides_results_changes_the_version(copy: Path, name: str) -> None:
    assert edited(copy, name) != engine_version()


@pytest.mark.parametrize("name", OTHERS)
def test_an_edit_of_what_decides_nothing_leaves_it(copy: Path, name: str) -> None:
    assert edited(copy, name) == engine_version()


@pytest.mark.parametrize("folder", ["model/day", "model", "network", "scenario", "engine"])
def test_a_new_file_is_found_by_itself(copy: Path, folder: str) -> None:
    path = copy / folder / "brand_new.py"
    path.write_text("NEW = 1\n", encoding="utf-8")
    try:
        assert version_of(copy) != engine_version()
    finally:
        path.unlink()


def test_what_decides_is_there_and_covers_what_a_sweep_computes() -> None:
    assert all((PACKAGE / place).exists() for place in DECIDES)
    wanted = {
        "model/day/loop.py",
        "model/day/rules.py",
        "model/parameters/people.py",
        "network/audience_kernels.py",
        "scenario/playbook.py",
        "engine/world.py",
        "runs/simulate.py",
        "runs/falls.py",
        "runs/measures.py",
        "runs/networks.py",
        "experiments/design.py",
        "experiments/outcomes.py",
        "experiments/batches.py",
    }
    assert wanted <= set(DECIDING)


def test_the_engine_imports_nothing_that_the_version_does_not_see() -> None:
    """Whatever a deciding file imports from sim decides as well, or is on a short list."""
    import ast

    # How faults and files are written, the type of a finished run, and the names of its numbers.
    harmless = {"sim.errors", "sim.files", "sim.version", "sim.runs.run", "sim.runs.summary"}
    seen = {"sim." + name.removesuffix(".py").replace("/", ".") for name in DECIDING}
    seen |= {name.removesuffix(".__init__") for name in seen}
    strangers = set()
    for path in sources(DECIDES):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] == "sim":
                homes = {f"{node.module}.{alias.name}" for alias in node.names}
                if node.module not in seen | harmless and not homes <= seen | harmless:
                    strangers.add(f"{path.relative_to(PACKAGE).as_posix()}: {node.module}")
    assert not strangers


def test_the_package_has_one_version() -> None:
    import sim

    assert sim.__version__ == __version__
