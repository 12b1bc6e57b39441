"""Whatever happens to a folder of a sweep, its parts are whole, or named and made again."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

import sim
from sim.experiments.parts import verify
from sim.experiments.results import SweepResult, read
from sim.experiments.store import Store
from sim.experiments.sweep_folder import RUNS, SERIES
from sim.files import UNFINISHED
from sim.version import engine_version
from tests.experiments.small_sweeps import contents, same
from tests.experiments.stored_sweeps import done, made, parts, unfinished

pytestmark = pytest.mark.usefixtures("two_in_a_part")


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
    damage: Callable[[Path], None], kind: str, folder: Path, stored: SweepResult
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
    same(again, stored)


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
            str(caught.value)
            == f"{folder / 'runs' / name}: no part of a sweep; remove it and rerun"
        )
    assert (folder / "runs" / name).read_text() == "mine"


@pytest.mark.parametrize("place", ["runs", "series", "."])
def test_what_a_crash_leaves_is_cleaned(place: str, folder: Path, stored: SweepResult) -> None:
    (folder / place / f"{UNFINISHED}0123456789abcdef").write_bytes(b"half")
    again, fresh = done(folder)
    assert fresh == 0
    assert not unfinished(folder)
    same(again, stored)


def test_series_that_no_runs_name_are_cleaned(folder: Path, stored: SweepResult) -> None:
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
    same(again, stored)


def test_a_folder_cut_short_at_the_beginning(tmp_path: Path, stored: SweepResult) -> None:
    folder = tmp_path / "out"
    for name in ("runs", "series"):
        (folder / name).mkdir(parents=True)
    (folder / ".lock").touch()
    (folder / f"{UNFINISHED}0123456789abcdef").write_text("half of a manifest")
    again, fresh = done(folder)
    assert fresh == 12
    same(again, stored)


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("count", range(5))
@pytest.mark.parametrize("step", ["pyarrow.parquet.write_table", "os.fsync", "Path.replace"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_between_any_two_steps(
    when: str, step: str, count: int, tmp_path: Path, stored: SweepResult
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
    same(done(folder)[0], stored)
    assert len(parts(folder)) == len(parts(folder, SERIES)) == 6
    assert not unfinished(folder)


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
    at: int, tmp_path: Path, stored: SweepResult
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
    assert not unfinished(folder)
    same(again, stored)


def test_a_full_disk_while_the_folder_is_described(
    tmp_path: Path, stored: SweepResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", refuse)
        with pytest.raises(sim.TarpeiaError, match="cannot be written"):
            done(folder)
    same(done(folder)[0], stored)


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
