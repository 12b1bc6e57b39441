"""A folder of a sweep: whole parts or none, one owner at a time, nothing of others' touched."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet
import pytest

import sim
from sim.experiments import specification
from sim.experiments.results import SweepResult, read
from sim.experiments.specification import Sweep, settings_of, sweep_of
from sim.experiments.store import RUNS, SERIES, Store, verify
from sim.experiments.sweep import Progress, run_sweep
from sim.version import engine_version
from tests.places import ROOT

PEOPLE, DAYS = 60, 20
SCENARIO = sim.load(ROOT / "scenarios" / "classroom.toml").with_values(
    {"crowd.people": PEOPLE, "run.days": DAYS, "start.fans": 0.2}
)
FILES = {".lock", "manifest.json", "runs", "scenario.toml", "series", "sweep.toml"}


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two runs in a part."""
    monkeypatch.setattr(specification, "BATCH_WORK", 2 * PEOPLE * DAYS)


def made(**more: Any) -> Sweep:
    told = {"levers": {"founder.exposure": [0.1, 0.5, 0.9]}, "replicates": 4, **more}
    return sweep_of("small", SCENARIO, settings_of(told))


def done(folder: Path, sweep: Sweep | None = None) -> tuple[SweepResult, int]:
    """Do a sweep; return it, its tables read at once, and how many runs were done."""
    told: list[Progress] = []
    result = run_sweep(sweep or made(), folder, workers=1, told=told.append)
    assert len(result.runs) > 0
    assert len(result.series) > 0
    return result, told[-1].fresh


def same(one: SweepResult, other: SweepResult) -> None:
    pd.testing.assert_frame_equal(one.compared, other.compared)
    pd.testing.assert_frame_equal(one.series, other.series)


def parts(folder: Path, kind: str = RUNS) -> list[Path]:
    return sorted((folder / kind).glob("part-*.parquet"))


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def _whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[SweepResult, Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(specification, "BATCH_WORK", 2 * PEOPLE * DAYS)
        folder = tmp_path_factory.mktemp("whole") / "out"
        return done(folder)[0], folder


@pytest.fixture
def whole(_whole: tuple[SweepResult, Path]) -> SweepResult:
    """An undisturbed sweep."""
    return _whole[0]


@pytest.fixture
def folder(_whole: tuple[SweepResult, Path], tmp_path: Path) -> Path:
    """A copy of its folder, to be damaged."""
    copy = tmp_path / "out"
    shutil.copytree(_whole[1], copy)
    return copy


# What is kept --------------------------------------------------------------------------------


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


def test_one_line_of_pandas_reads_it(folder: Path, whole: SweepResult) -> None:
    runs = pd.read_parquet(folder / "runs")
    assert len(runs) == len(whole.runs) == 12
    assert list(runs.columns) == list(whole.runs.columns)
    assert sorted(runs["digest"]) == sorted(whole.runs["digest"])
    assert len(pd.read_parquet(folder / "series")) == len(whole.series)


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


# Damage --------------------------------------------------------------------------------------


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def drain(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("kind", [RUNS, SERIES])
@pytest.mark.parametrize("damage", [cut, flip, drain])
def test_a_torn_part_is_named(
    damage: Callable[[Path], None], kind: str, folder: Path, whole: SweepResult
) -> None:
    torn = parts(folder, kind)[2]
    damage(torn)
    before = contents(folder)
    for use in (lambda: read(folder), lambda: Store(folder, made(), engine_version())):
        with pytest.raises(sim.TarpeiaError) as caught:
            use()
        assert str(caught.value).startswith(f"{torn}: torn or changed")
    # What was found is as it was, but for the description of the folder.
    kept = {name: data for name, data in contents(folder).items() if "part-" in name}
    assert kept == {name: data for name, data in before.items() if "part-" in name}
    torn.unlink()
    if kind == SERIES:
        with pytest.raises(sim.TarpeiaError, match="missing; remove ") as caught:
            done(folder)
        (named,) = (path for path in parts(folder) if str(path) in str(caught.value))
        named.unlink()
    again, fresh = done(folder)
    assert fresh == 2
    same(again, whole)


def test_a_refusal_lets_go_of_the_folder(folder: Path) -> None:
    strange = folder / "runs" / "notes.txt"
    strange.write_text("mine")
    with pytest.raises(sim.TarpeiaError, match="no part of a sweep") as caught:
        done(folder)
    strange.unlink()
    assert done(folder)[1] == 0
    assert caught.value.faults  # held until here, as a notebook holds the last error


def test_a_part_of_another_sweep_is_named(folder: Path, tmp_path: Path) -> None:
    done(tmp_path / "other", made(seed=2))
    foreign = parts(tmp_path / "other")[1]
    verify(foreign)
    shutil.copy(foreign, folder / "runs")
    with pytest.raises(sim.TarpeiaError) as caught:
        done(folder)
    assert str(caught.value).startswith(
        f"{folder / 'runs' / foreign.name}: a part of another sweep"
    )
    (folder / "runs" / foreign.name).unlink()
    assert done(folder)[1] == 0


@pytest.mark.parametrize("name", ["notes.txt", "part-000001.parquet", "part-1-abc.parquet"])
def test_a_strange_file_is_named(name: str, folder: Path) -> None:
    strange = folder / "runs" / name
    strange.write_text("mine")
    for use in (lambda: read(folder), lambda: done(folder)):
        with pytest.raises(sim.TarpeiaError) as caught:
            use()
        assert (
            str(caught.value) == f"{folder / 'runs' / name}: no part of a sweep; remove it to go on"
        )
    assert (folder / "runs" / name).read_text() == "mine"


@pytest.mark.parametrize("place", ["runs", "series", "."])
def test_what_a_crash_leaves_is_cleaned(place: str, folder: Path, whole: SweepResult) -> None:
    (folder / place / ".part-0123456789abcdef").write_bytes(b"half")
    again, fresh = done(folder)
    assert fresh == 0
    assert not list(folder.rglob(".part-*"))
    same(again, whole)


def test_series_that_no_runs_name_are_cleaned(folder: Path, whole: SweepResult) -> None:
    lost = parts(folder)[3]
    lost.unlink()  # as if the crash had come between series and runs
    first = parts(folder, SERIES)[0]
    other = first.with_name(first.name.replace("part-000000", "part-000099"))  # of other batches
    shutil.copy(first, other)
    verify(other)
    again, fresh = done(folder)
    assert fresh == 2
    assert not other.exists()
    assert len(parts(folder)) == len(parts(folder, SERIES)) == 6
    same(again, whole)


def test_a_folder_cut_short_at_the_beginning(tmp_path: Path, whole: SweepResult) -> None:
    folder = tmp_path / "out"
    for name in ("runs", "series"):
        (folder / name).mkdir(parents=True)
    (folder / ".lock").touch()
    (folder / ".part-0123456789abcdef").write_text("half of a manifest")
    again, fresh = done(folder)
    assert fresh == 12
    same(again, whole)


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("count", range(5))
@pytest.mark.parametrize("step", ["pyarrow.parquet.write_table", "os.fsync", "Path.replace"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_between_any_two_steps(
    when: str, step: str, count: int, tmp_path: Path, whole: SweepResult
) -> None:
    folder, left = tmp_path / "out", iter(range(count))
    with pytest.MonkeyPatch.context() as patch:
        home, _, name = step.rpartition(".")
        place = Path if home == "Path" else sys.modules[home]
        real = getattr(place, name)

        def until(*given: Any, **named: Any) -> Any:
            end = next(left, None) is None
            if end and when == "before":
                raise Killed
            result = real(*given, **named)
            if end:
                raise Killed
            return result

        patch.setattr(place, name, until)
        with pytest.raises(Killed):
            done(folder)
    for path in (*parts(folder), *parts(folder, SERIES)):
        verify(path)
    same(done(folder)[0], whole)
    assert len(parts(folder)) == len(parts(folder, SERIES)) == 6
    assert not list(folder.rglob(".part-*"))


# One at a time -------------------------------------------------------------------------------


OPEN = """
import sys
from pathlib import Path
import sim
from sim.version import engine_version
from sim.experiments.specification import load_sweep_file
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


# The disk ------------------------------------------------------------------------------------


@contextlib.contextmanager
def full_at(number: int) -> Iterator[None]:
    """Let the disk fill up at a file of a part: half of it is written."""
    write, left = pyarrow.parquet.write_table, iter(range(number))

    def write_or_fill(table: Any, path: Path, *more: Any, **named: Any) -> None:
        if next(left, None) is None:
            path.write_bytes(b"PAR1 and no more")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(table, path, *more, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pyarrow.parquet, "write_table", write_or_fill)
        yield


@pytest.mark.parametrize("at", [0, 3, 4, 11])
def test_a_full_disk_costs_nothing_that_was_there(
    at: int, tmp_path: Path, whole: SweepResult
) -> None:
    folder = tmp_path / "out"
    with full_at(at), pytest.raises(sim.TarpeiaError) as caught:
        done(folder)
    assert str(caught.value).startswith(f"{folder}: cannot be written (No space left on device)")
    assert "what is there is kept" in str(caught.value)
    kept = parts(folder)
    assert len(kept) == at // 2  # series and runs by turns
    before = {path: path.read_bytes() for path in kept}
    again, fresh = done(folder)
    assert fresh == 12 - 2 * (at // 2)
    assert {path: path.read_bytes() for path in kept} == before
    assert not list(folder.rglob(".part-*"))
    same(again, whole)


def test_a_full_disk_while_the_folder_is_described(
    tmp_path: Path, whole: SweepResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", refuse)
        with pytest.raises(sim.TarpeiaError, match="cannot be written"):
            done(folder)
    same(done(folder)[0], whole)


def test_a_disk_that_is_nearly_full_is_found_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.runs.folder.ROOM_NEEDED", 10**18)
    with pytest.raises(sim.TarpeiaError, match=r"the disk has .* MB left"):
        done(tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_folder_that_takes_nothing(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(sim.TarpeiaError, match="cannot be written"):
            done(tmp_path / "out")
    finally:
        tmp_path.chmod(0o700)
    assert not (tmp_path / "out").exists()


def test_a_folder_in_which_none_can_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mkdir = Path.mkdir

    def refuse(path: Path, *more: Any, **named: Any) -> None:
        if path.name in (RUNS, SERIES):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        mkdir(path, *more, **named)

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(sim.TarpeiaError, match=r"out: cannot be written \(Permission denied\)"):
        done(tmp_path / "out")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(sim.TarpeiaError, match=r"notes\.txt: is a file"):
        done(tmp_path / "notes.txt")
    with pytest.raises(sim.TarpeiaError, match="cannot be written"):
        done(tmp_path / "notes.txt" / "out")
    assert contents(tmp_path) == {"notes.txt": b"mine"}


# Other people's folders ----------------------------------------------------------------------

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
