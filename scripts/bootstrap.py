"""Make the project's virtual environments from the hashed locks, with the standard library alone.

An environment carries a stamp: the hash of each lock that was installed, the Python it was made
with and what was installed. The stamp says "complete" only after the last step, so whatever was
interrupted is made anew; where it fits, nothing is done and the next program starts at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from typing import Any

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WINDOWS = os.name == "nt"
STAMP = "tarpeia.json"
# The command inside an environment: -P keeps a folder called sim elsewhere from being run instead.
MODULE = ("-P", "-m", "sim")
# Compiles the kernels of a run, or finds them compiled.
COMPILE = "import sim; sim.run(sim.Scenario().with_values({'crowd.people': 50, 'run.days': 2}))"
# What belongs to a lock beside itself: the page's scripts and fonts, built here from source.
BROUGHT = ("share", "solara", "cdn")  # by the assets
BESIDE = {"app": ("assets",), "dev": ("assets",)}


class SetupError(Exception):
    """The environment cannot be made; the text's first line says why and what may help."""


def say(text: str) -> None:
    """Tell the user something, on standard error."""
    print(text, file=sys.stderr, flush=True)


def lock_path(lock: str) -> str:
    """Return the path of a lock: ``run``, ``app``, ``dev`` or ``assets``."""
    return os.path.join(ROOT, "requirements", f"{lock}.lock")


def lock_hash(lock: str) -> str:
    """Return the SHA-256 of a lock, the same for either kind of line ending."""
    try:
        with open(lock_path(lock), "rb") as file:
            return hashlib.sha256(file.read().replace(b"\r\n", b"\n")).hexdigest()
    except OSError as error:
        raise SetupError(f"requirements/{lock}.lock: {error.strerror}") from error


def _with_beside(lock: str) -> tuple[str, ...]:
    """Return a lock's name and those that belong to it."""
    return (lock, *BESIDE.get(lock, ()))


class Environment:
    """A virtual environment inside the project, made by one Python from one or more locks.

    Parameters
    ----------
    name : str
        The folder, beside the project's own.
    base : str, optional
        The Python that makes it: this one unless given.
    version : str, optional
        That Python's version, ``3.11`` for example.
    """

    def __init__(self, name: str = ".venv", base: str = "", version: str = "") -> None:
        self.folder = os.path.join(ROOT, name)
        self.name = name
        # Inside a virtual environment, the Python that it was made from.
        self.base = base or getattr(sys, "_base_executable", "") or sys.executable
        self.version = version or f"{sys.version_info[0]}.{sys.version_info[1]}"
        self.programs = os.path.join(self.folder, "Scripts" if WINDOWS else "bin")
        self.python = self.program("python")
        self._stamp_path = os.path.join(self.folder, STAMP)

    def program(self, name: str) -> str:
        """Return the path of a program inside the environment."""
        return os.path.join(self.programs, name + (".exe" if WINDOWS else ""))

    def ready(self, lock: str) -> bool:
        """Whether the lock is installed here, by this Python, and all of it is still there.

        The development lock has all that the others have.
        """
        stamp = self._stamp()
        return (
            self._usable(stamp)
            and (self._holds(stamp, lock) or self._holds(stamp, "dev"))
            and set(stamp["installed"]) <= self._installed(stamp["site"])
        )

    def ensure(self, lock: str) -> None:
        """Install the lock unless it is there. The development lock contains the run lock.

        Raises
        ------
        SetupError
            Where something stands in the way; the environment is then made anew the next time.
        """
        if self.ready(lock):
            return
        with _alone():
            if self.ready(lock):  # made by another process, while this one waited
                return
            started = _clock()
            self._make(lock)
            say(f"Setting up, once: {self.name} is ready after {_clock() - started:.0f} s.")

    def _holds(self, stamp: dict[str, Any], lock: str) -> bool:
        """Whether a stamp is of a lock as it is, and what belongs to the lock is still there."""
        for one in _with_beside(lock):
            if not os.path.exists(lock_path(one)) or stamp["locks"].get(one) != lock_hash(one):
                return False
        return lock not in BESIDE or os.path.isdir(os.path.join(self.folder, *BROUGHT))

    # The steps, in order.

    def _make(self, lock: str) -> None:
        stamp = self._stamp()
        if not self._usable(stamp) or lock_hash("run") != stamp["locks"].get("run"):
            self._remove(stamp)
            say(f"Setting up, once: making {self.name} with Python {self.version}.")
            self._write_stamp({"complete": False})
            self._run([self.base, "-I", "-m", "venv", self.folder], _VENV_HINT)
        self._write_stamp({"complete": False})
        self._install(lock)
        for source in BESIDE.get(lock, ()):
            self._install(source, "--no-build-isolation", "--no-binary", ":all:")
        site = self._run(
            [self.python, "-I", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
        )[-1]
        self._connect(site)
        self._write_stamp(
            {
                "complete": True,
                "python": self.version,
                "locks": {name: lock_hash(name) for name in ("run", *_with_beside(lock))},
                "site": os.path.relpath(site, self.folder),
                "installed": sorted(self._installed(os.path.relpath(site, self.folder))),
            }
        )

    def _remove(self, stamp: dict[str, Any]) -> None:
        """Take away an earlier environment, but never one that somebody else made."""
        if not os.path.lexists(self.folder):
            return
        if not stamp and (not os.path.isdir(self.folder) or os.listdir(self.folder)):
            raise SetupError(
                f"{self.name} was not made by this script: rename or remove it, then call again"
            )
        import shutil

        old = self.folder + "-old"
        try:
            shutil.rmtree(old, ignore_errors=True)
            os.rename(self.folder, old)  # at one stroke, so that no half of it is left
            shutil.rmtree(old)
        except OSError as error:
            raise SetupError(
                f"{self.name} is out of date and cannot be removed ({error}): close what uses it,"
                " remove it, then call again"
            ) from error

    def _install(self, lock: str, *how: str) -> None:
        with open(lock_path(lock), encoding="utf-8") as file:
            pinned = sum(line[:1].isalnum() for line in file)
        say(f"Setting up, once: fetching up to {pinned} packages, each checked against its hash.")
        command = [self.python, "-I", "-u", "-m", "pip", "install", "--no-input", "--no-deps"]
        command += ["--require-hashes", *(how or ("--only-binary", ":all:"))]
        command += ["--progress-bar", "off"]
        command += ["--disable-pip-version-check", "--requirement", lock_path(lock)]
        self._run(command, _PIP_HINT, show_progress=True)

    def _connect(self, site: str) -> None:
        """Make ``import sim`` and the command ``tarpeia`` work inside, from this very checkout."""
        with open(os.path.join(site, "tarpeia.pth"), "w", encoding="ascii") as file:
            # Relative, so that no character of the path can come to harm in an encoding.
            file.write(os.path.relpath(ROOT, site) + "\n")
        if WINDOWS:
            script = os.path.join(self.programs, "tarpeia.cmd")
            text = f'@"%~dp0python.exe" {" ".join(MODULE)} %*\r\n'
        else:
            import shlex

            script = os.path.join(self.programs, "tarpeia")
            text = f'#!/bin/sh\nexec {shlex.quote(self.python)} {" ".join(MODULE)} "$@"\n'
        with open(script, "wb") as binary:
            binary.write(os.fsencode(text))
        os.chmod(script, 0o755)

    # Helpers.

    def _stamp(self) -> dict[str, Any]:
        """Return the stamp; empty where there is none, without "complete" where it is damaged."""
        try:
            with open(self._stamp_path, encoding="utf-8") as file:
                stamp = json.load(file)
        except FileNotFoundError:
            return {}
        except (OSError, ValueError):
            return {"complete": False}
        return stamp if isinstance(stamp, dict) else {"complete": False}

    def _write_stamp(self, stamp: dict[str, Any]) -> None:
        part = self.folder + ".part"
        with open(part, "w", encoding="utf-8") as file:
            json.dump(stamp, file, indent=1)
        os.makedirs(self.folder, exist_ok=True)
        os.replace(part, self._stamp_path)

    def _usable(self, stamp: dict[str, Any]) -> bool:
        return bool(
            stamp.get("complete") is True
            and stamp.keys() >= {"locks", "site", "installed"}
            and stamp.get("python") == self.version
            and os.path.exists(self.python)
        )

    def _installed(self, site: str) -> set[str]:
        """Return the names and versions installed, but for what venv brings."""
        try:
            found = os.listdir(os.path.join(self.folder, site))
        except OSError:
            return set()
        brought = ("pip-", "setuptools-")
        return {n for n in found if n.endswith(".dist-info") and not n.startswith(brought)}

    def _run(self, command: list[str], hint: str = "", show_progress: bool = False) -> list[str]:
        """Run a step of the set-up and return its lines; quiet unless it fails."""
        import subprocess

        # What a user or a configuration asks of pip elsewhere must not move packages out of here.
        unwanted = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_CONSTRAINT", "PIP_NO_BINARY")
        variables = {key: value for key, value in os.environ.items() if key not in unwanted}
        lines: list[str] = []
        live = show_progress and sys.stderr.isatty()
        with subprocess.Popen(
            command,
            env={**variables, "PIP_USER": "0"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process:
            assert process.stdout is not None
            try:
                for line in process.stdout:
                    lines.append(line.rstrip())
                    if live and line.startswith(("Collecting ", "Installing ")):
                        told = line.strip().split(" (")[0][:70]
                        print(f"\r\033[K  {told}", end="", file=sys.stderr, flush=True)
            except BaseException:
                process.kill()  # nothing goes on installing once this one has stopped
                raise
        if live:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
        if process.returncode:
            dull = ("Ignoring ", "Collecting ", "Processing ", "WARNING: Location ")
            last = "\n".join(["  " + line for line in lines if not line.startswith(dull)][-12:])
            raise SetupError(f"{hint or command[-1]}\n{last}")
        return lines


_VENV_HINT = (
    "Python's venv module failed; on Debian and Ubuntu it is a package of its own (python3-venv)"
)
_PIP_HINT = (
    "the packages could not be installed; is there a network and room on the disk, and is this"
    " Python or machine one that numba serves (numba.pydata.org)? What pip said last:"
)


def _clock() -> float:
    import time

    return time.monotonic()


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Keep a second set-up waiting until this one is through; freed even when this one dies."""
    folder = os.path.join(ROOT, ".cache")
    try:
        os.makedirs(folder, exist_ok=True)
        file = open(os.path.join(folder, "set-up.lock"), "a+b")  # noqa: SIM115
    except OSError as error:
        raise SetupError(f"cannot write to {ROOT}: {error.strerror}") from error
    with file:
        if sys.platform == "win32":
            import msvcrt

            while True:  # LK_LOCK gives up after ten seconds
                with contextlib.suppress(OSError):
                    file.seek(0)
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Another set-up of this project is under way: waiting for it.")
                fcntl.flock(file, fcntl.LOCK_EX)
            except OSError:
                pass  # a file system without locks
        yield


def prepare(environment: Environment, lock: str) -> int:
    """Make the environment, or say in short why it cannot be made. Return the exit code."""
    try:
        environment.ensure(lock)
    except SetupError as error:
        say(f"tarpeia: {error}")
        return 2
    except OSError as error:
        say(f"tarpeia: set-up failed: {error}")
        return 2
    except KeyboardInterrupt:
        say("\nInterrupted during the set-up; call again to start it over.")
        return 130
    return 0
