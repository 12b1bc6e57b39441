"""How anything is written to disk: whole or not at all; and what comes along with the program."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from sim.errors import TarpeiaError

# What is still being written has a name that begins like this.
UNFINISHED: Final = ".tarpeia-"
_PACKAGE: Final = Path(__file__).resolve().parent
# Where the files that come along lie in a checkout; a wheel carries them inside the package.
_IN_CHECKOUT: Final = {
    "scenarios": "scenarios",
    "lessons": "docs/lessons",
    "figures": "results/figures/lessons",
}


def in_checkout() -> bool:
    """Whether this is a checkout, and no installed package."""
    return not (_PACKAGE / "shipped").is_dir()


def shipped(kind: str) -> Path:
    """Return where ``scenarios``, ``lessons`` or their ``figures`` lie: package or checkout.

    Raises
    ------
    TarpeiaError
        When the installation lacks them.
    """
    places = (_PACKAGE / "shipped" / kind, _PACKAGE.parent / _IN_CHECKOUT[kind])
    for place in places:
        if place.is_dir():
            return place
    raise TarpeiaError(f"{kind}: missing from this installation of tarpeia; install it again")


@contextlib.contextmanager
def writing(place: Path | str, way_out: str = "choose another with --out") -> Iterator[None]:
    """Turn what the disk refuses into one line that names the place and the way out.

    Raises
    ------
    TarpeiaError
        When something inside cannot be written.
    """
    try:
        yield
    except OSError as error:
        raise TarpeiaError(
            f"{place}: cannot be written ({error.strerror or error}); {way_out}"
        ) from None


def unfinished(folder: Path) -> Path:
    """Return the path of a new unfinished file or folder inside ``folder``."""
    return folder / f"{UNFINISHED}{secrets.token_hex(8)}"


@contextlib.contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Yield the path to write a file under; it becomes ``path`` once all of it is on the disk.

    The folder is made where it is missing. When writing fails, what was there before stays.

    Raises
    ------
    OSError
        When it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    work = unfinished(path.parent)
    try:
        yield work
        finish(work, path)
    finally:
        work.unlink(missing_ok=True)


def write(path: Path, content: str | bytes) -> None:
    """Write a file, whole or not at all; a text in UTF-8 with the line ends it has.

    Raises
    ------
    OSError
        When it cannot be written.
    """
    with whole(path) as work:
        work.write_bytes(content.encode() if isinstance(content, str) else content)


def move(work: Path, path: Path) -> None:
    """Give a finished file its place, in one step; a file that is there is replaced."""
    os.replace(work, path)


def finish(work: Path, path: Path) -> None:
    """Give an unfinished file its name once it is on the disk."""
    with work.open("rb+") as file:
        os.fsync(file.fileno())
    work.replace(path)
    _flush_folder(path.parent)


@contextlib.contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Yield a new folder to fill; at the end it takes the place of ``path``, which may be there.

    Raises
    ------
    OSError
        When it cannot be written; what was there before stays.
    """
    final = path.resolve()
    final.parent.mkdir(parents=True, exist_ok=True)
    work = unfinished(final.parent)
    old = work.with_name(work.name + "-old")
    try:
        work.mkdir()
        yield work
        if final.exists():
            final.rename(old)
        work.rename(final)
        _flush_folder(final.parent)
    finally:
        if old.exists() and not final.exists():  # cut short between the two renamings
            old.rename(final)
        shutil.rmtree(work, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def checksum(path: Path) -> str:
    """Return the first 16 hex digits of SHA-256 over a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def locked(path: Path, refusal: str) -> IO[bytes]:
    """Return a file held by this process alone until the process ends or closes it.

    Parameters
    ----------
    path : Path
        The lock file, made where it is missing.
    refusal : str
        What to say when another process holds it.

    Raises
    ------
    TarpeiaError
        When another process holds it.
    """
    file = path.open("ab")
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise TarpeiaError(refusal) from None
    return file


def _flush_folder(folder: Path) -> None:
    """Have a renaming reach the disk, where folders can be opened."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
