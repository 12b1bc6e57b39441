"""What ``pip install`` brings works like the checkout, from any folder, and names what it lacks."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import sim
from scripts import lock
from scripts.servers import free_port
from sim.scenario.files import load, shipped
from sim.version import engine_version
from tests.packaging.installed import UNSET, Installed, build
from tests.places import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.wheel,
    pytest.mark.skipif(sys.platform == "win32", reason="links to packages need rights there"),
]
SMALL = ("--people", "200", "--days", "20", "--seed", "5")
# Where the files that the package does not hold itself lie in the checkout.
BROUGHT = {
    "scenarios": "sim/shipped/scenarios",
    "docs/lessons": "sim/shipped/lessons",
    "results/figures/lessons": "sim/shipped/figures",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return Installed(wheel, tmp_path_factory.mktemp("installed"))


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_it_holds_every_file_of_the_package_and_what_comes_along(wheel: Path) -> None:
    held = contents(wheel)
    folders = {"sim": "sim", **BROUGHT}
    expected = {
        f"{inside}/{path.relative_to(ROOT / folder).as_posix()}": path.read_bytes()
        for folder, inside in folders.items()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert "sim/py.typed" in expected
    assert {name: held.get(name) for name in expected} == expected
    rest = [name for name in held if name not in expected and ".dist-info/" not in name]
    assert not rest


def test_the_source_archive_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(build("sdist", ROOT, tmp_path)) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = [path for path in tmp_path.iterdir() if path.is_dir()]
    assert contents(build("wheel", source, tmp_path)) == contents(wheel)


def test_nothing_comes_from_the_checkout(installed: Installed) -> None:
    told = installed.python(
        "import sim, sim.files\n"
        "print(sim.__file__)\n"
        "print(sim.files.in_checkout())\n"
        "from importlib.metadata import version\n"
        "from sim.version import engine_version\n"
        "print(version('tarpeia'), engine_version())\n",
        extras=False,
    ).splitlines()
    assert Path(told[0]) == installed.site / "sim" / "__init__.py"
    assert told[1:] == ["False", f"{sim.__version__} {engine_version()}"]


def test_the_cases_are_listed(installed: Installed) -> None:
    told = installed.tarpeia("scenarios", extras=False)
    assert all(name in told for name in shipped())
    assert len(shipped()) == 5


def test_a_run_has_the_digest_of_the_checkout(installed: Installed) -> None:
    told = installed.tarpeia("run", "classroom", *SMALL, "--json", "--out", "one", extras=False)
    here = load("classroom").with_values({"crowd.people": 200, "run.days": 20})
    assert json.loads(told)["digest"] == sim.run(here, seed=5).digest
    assert (installed.home / "one" / "overview.png").stat().st_size > 10_000


def test_the_mesa_model_is_that_of_the_checkout(installed: Installed) -> None:
    told = installed.python(
        "import sim\n"
        "with sim.ReputationModel(people=200, rng=5) as model:\n"
        "    for _ in range(8):\n"
        "        model.step()\n"
        "    print(model.series.to_csv())\n",
        extras=False,
    )
    with sim.ReputationModel(people=200, rng=5) as model:
        for _ in range(8):
            model.step()
        assert told.strip() == model.series.to_csv().strip()


def test_a_sweep_that_comes_along(installed: Installed) -> None:
    told = installed.tarpeia("sweep", "top-heavy", "--dry-run", extras=False)
    assert "1,260 runs" in told
    small = ["--set", "crowd.people=100", "--set", "run.days=5", "--replicates", "1"]
    installed.tarpeia("sweep", "top-heavy", *small, "--out", "swept", extras=False)
    rows = installed.python("import pandas; print(len(pandas.read_parquet('swept/runs')))")
    assert int(rows) == 63


def test_a_claim_a_fact_and_an_atlas(installed: Installed) -> None:
    tried = installed.tarpeia("claims", "retreat", "--replicates", "5", "--draws", "0")
    assert "retreat" in tried
    report = ["claims", "retreat", "--replicates", "5", "--draws", "0", "--report", "tried"]
    installed.tarpeia(*report)
    assert (installed.home / "tried" / "index.html").is_file()
    installed.tarpeia("evidence")
    installed.tarpeia("atlas", "--steps", "2", "--lucks", "1", "--out", "atlas.html", extras=False)
    assert (installed.home / "atlas.html").stat().st_size > 10_000


def test_a_lesson_names_the_installed_command_and_figure(installed: Installed) -> None:
    told = installed.tarpeia("lesson", "1", extras=False)
    assert "# Lesson 1: " in told
    assert "\ntarpeia run classroom" in told
    assert "scripts/" not in told
    (figure,) = re.findall(r"!\[[^]]*\]\((.*?)\)", told)
    assert Path(figure).is_relative_to(installed.site)
    assert Path(figure).is_file()


@pytest.mark.parametrize(
    ("command", "package", "extra"),
    [
        ("app", "solara", "app"),
        ("class", "starlette", "app"),
        ("claims retreat --replicates 5 --draws 0", "scipy", "analysis"),
        ("evidence", "scipy", "analysis"),
        ("compare classroom --set founder.candour=0.9 --replicates 2", "scipy", "analysis"),
        ("sensitivity classroom --vary founder.exposure=0.1:0.9", "SALib", "analysis"),
        (
            "sweep classroom --vary founder.exposure=0.1:0.9 --design lhs --samples 4",
            "scipy",
            "analysis",
        ),
        ("sweep top-heavy --executor dask", "distributed", "cluster"),
    ],
)
def test_what_an_extra_brings_is_asked_for_in_one_line(
    installed: Installed, command: str, package: str, extra: str
) -> None:
    words = command.split()
    many = words[0] in ("compare", "sensitivity", "sweep")
    small = ["--base" if words[0] == "compare" else "--set", "crowd.people=100"] * many
    small += ["--base" if words[0] == "compare" else "--set", "run.days=5"] * many
    code, _, told = installed.run("tarpeia", *words, *small, extras=False)
    assert code == 2
    assert f'{package} is not installed; pip install "tarpeia[{extra}]"' in told
    assert "Traceback" not in told


@contextmanager
def serving(installed: Installed, *command: str) -> Iterator[str]:
    """The address of a server, once it answers."""
    port = free_port()
    log = installed.home / f"{command[0]}.log"
    address = f"http://localhost:{port}"
    with log.open("w") as out:
        process = installed.start(
            "tarpeia", *command, "--port", str(port), stdout=out, stderr=subprocess.STDOUT
        )
    try:
        until = time.monotonic() + 240
        while True:
            try:
                fetch(address + "/")
                break
            except OSError:
                told = log.read_text(encoding="utf-8")
                assert process.poll() is None, told
                assert time.monotonic() < until, told
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(60)


def fetch(address: str) -> str:
    """A text from a server, which must answer with 200."""
    with urllib.request.urlopen(address, timeout=60) as answer:
        assert answer.status == 200
        return str(answer.read().decode("utf-8", "replace"))


def linked(page: str) -> list[str]:
    """The places on the same server that a page loads scripts and styles from."""
    found = re.findall(r"""(?:src|href)=["']([^"'#]+\.(?:js|css)[^"']*)["']""", page)
    return [one for one in dict.fromkeys(found) if "://" not in one]


def test_the_page_is_served_with_its_parts(installed: Installed) -> None:
    with serving(installed, "app") as address:
        page = fetch(address + "/")
        parts = linked(page)
        assert parts
        for part in parts:
            assert len(fetch(f"{address}/{part.lstrip('/')}")) > 20, part
    # What a visitor's session is drawn by.
    code, _, told = installed.run(
        "python",
        "-c",
        "import solara, sim.app.page as page\n"
        "box, context = solara.render(page.Page(), handle_error=False)\n"
        "context.close()",
    )
    assert code == 0, told


def test_a_class_is_served_with_its_pages(installed: Installed) -> None:
    with serving(installed, "class", "--host", "localhost") as address:
        for name in ("", "projector", "console"):
            page = fetch(f"{address}/{name}")
            parts = linked(page)
            assert parts
            for part in parts:
                assert len(fetch(f"{address}/{part.lstrip('/')}")) > 20, part


def test_uvx_runs_it_with_the_locked_versions(wheel: Path, tmp_path: Path) -> None:
    uv = Path(sys.executable).with_name("uv")
    command = [uv, "tool", "run", "--python", sys.executable, "--from", wheel]
    command += ["--constraints", ROOT / "requirements" / "run.lock", "tarpeia"]
    command += ["run", "classroom", "--people", "100", "--days", "5", "--json"]
    kept = {name: value for name, value in os.environ.items() if name not in UNSET}
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env={**kept, **lock.index_variables(), "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if re.search(r"Could not connect|error sending request|dns error|Failed to fetch", done.stderr):
        pytest.skip("NO PACKAGE INDEX ANSWERS: uvx GOES UNTESTED")
    assert done.returncode == 0, done.stderr
    here = load("classroom").with_values({"crowd.people": 100, "run.days": 5})
    assert json.loads(done.stdout)["digest"] == sim.run(here).digest
