"""A folder of a sweep: what is kept, one owner at a time, nothing of others' touched."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.experiments.parts import verify
from sim.experiments.results import SweepResult, read
from sim.experiments.store import Store
from sim.experiments.sweep_folder import SERIES
from sim.version import engine_version
from tests.experiments.small_sweeps import contents
from tests.experiments.stored_sweeps import done, made, parts
from tests.places import ROOT

pytestmark = pytest.mark.usefixtures("two_in_a_part")


FILES = {".lock", "manifest.json", "runs", "scenario.toml", "series", "sweep.toml"}


def test_a_folder_is_complete(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == FILES
    assert len(parts(folder)) == len(parts(folder, SERIES)) == 6
    for path in (*parts(folder), *parts(folder, SERIES)):
        number, told = path.stem.split("-")[1:]
        assert hashlib.sha256(path.read_bytes()).hexdigest().startswith(told)
        assert 0 <= int(number) < 6
        verify(path)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    sweep = made()
    assert manifest["content_hash"] == sweep.content_hash
    assert manifest["scenario_hash"] == sweep.scenario.content_hash
    assert manifest["engine"] == engine_version()
    assert manifest["replicates"] == 4
    assert sim.load(folder / "scenario.toml").content_hash == sweep.scenario.content_hash


def test_one_line_of_pandas_reads_it(folder: Path, stored: SweepResult) -> None:
    runs = pd.read_parquet(folder / "runs")
    assert len(runs) == len(stored.runs) == 12
    assert list(runs.columns) == list(stored.runs.columns)
    assert sorted(runs["digest"]) == sorted(stored.runs["digest"])
    assert len(pd.read_parquet(folder / "series")) == len(stored.series)


def test_kinds_of_columns(folder: Path) -> None:
    runs = pd.read_parquet(folder / "runs")
    whole_numbers = {"point", "replicate", "seed", "crowd_seed"}
    assert {name for name, kind in runs.dtypes.items() if kind == "int64"} == whole_numbers
    texts = {"plan", "digest", "error", "host"}
    assert set(runs.columns) - set(runs.select_dtypes("number").columns) == texts


def test_reading_wants_a_sweep(tmp_path: Path) -> None:
    with pytest.raises(sim.TarpeiaError, match=r"no sweep; a folder of a sweep holds sweep\.toml"):
        read(tmp_path)
    with pytest.raises(sim.TarpeiaError, match="nowhere: no sweep"):
        sim.load_sweep(tmp_path / "nowhere")


OPEN = """
import sys
from pathlib import Path
import sim
from sim.version import engine_version
from sim.experiments.sweep_files import load_sweep_file
from sim.experiments.store import Store
folder = Path(sys.argv[1])
try:
    with Store(folder, load_sweep_file(folder / "sweep.toml"), engine_version()) as store:
        print(len(store.have))
except sim.TarpeiaError as error:
    sys.exit(str(error))
"""


def elsewhere(folder: Path) -> subprocess.CompletedProcess[str]:
    """Open the store in another process."""
    return subprocess.run(
        [sys.executable, "-c", OPEN, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_only_one_process_has_a_folder(folder: Path) -> None:
    with Store(folder, made(), engine_version()) as store:
        assert len(store.have) == 12
        before = contents(folder)
        refused = elsewhere(folder)
        assert refused.returncode == 1
        assert refused.stderr.startswith(f"{folder}: another process is at work on this sweep")
        with pytest.raises(sim.TarpeiaError, match="another process is at work"):
            Store(folder, made(), engine_version())
        assert contents(folder) == before
        assert len(read(folder).runs) == 12  # to look at it is allowed
    freed = elsewhere(folder)
    assert (freed.returncode, freed.stdout) == (0, "12\n"), freed.stderr


THEIRS: dict[str, dict[str, str]] = {
    "notes": {"notes.txt": "mine"},
    "hidden and not": {".lock": "", "thesis.tex": "mine"},
    "another manifest": {"manifest.json": '{"name": "an app"}'},
    "no manifest at all": {"manifest.json": "not JSON"},
    "a list": {"manifest.json": "[1, 2]"},
    "results of a run": {"manifest.json": "{}", "daily.parquet": "x", "scenario.toml": "mine"},
    "runs of their own": {"runs/monday.csv": "1,2"},
    "where the sweep was written": {"scenario.toml": "# mine", "sweep.toml": "# mine"},
    "a scenario": {"scenario.toml": "# mine"},
}


@pytest.mark.parametrize("case", THEIRS)
def test_a_folder_with_something_else_is_refused(case: str, tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    for name, text in THEIRS[case].items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    with pytest.raises(sim.TarpeiaError, match=r"theirs.*: .*no (part of a )?sweep"):
        done(folder)
    after = {name: data.decode() for name, data in contents(folder).items() if name != ".lock"}
    assert after == {name: text for name, text in THEIRS[case].items() if name != ".lock"}


def test_what_stands_beside_the_parts_of_a_sweep_stays(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")
    (folder / "series" / "monday.csv").write_text("1,2")
    assert done(folder)[1] == 0
    assert (folder / "notes.txt").read_text() == "mine"
    assert (folder / "series" / "monday.csv").read_text() == "1,2"
