"""The wheel, built and installed outside the checkout, as a user has it; nothing is fetched.

Its environment holds what its metadata asks for, and no more: each of those packages is a link to
the one that the lock brought into the development environment. What the extras add lies in a
folder apart, so that the same installation can be tried with them and without.
"""

from __future__ import annotations

import email
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

EXTRAS = ("app", "analysis", "cluster")
# What leads a program back to the checkout, or is for its tests alone.
UNSET = ("PYTHONPATH", "TARPEIA_CALLABLE_KERNELS")


def build(kind: str, source: Path, folder: Path) -> Path:
    """Build the ``wheel`` or ``sdist`` of a source tree by the locked hatchling."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", kind, "-d", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (made,) = folder.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return made


def asked(wheel: Path) -> list[Requirement]:
    """Return what the wheel's metadata asks for, with the extras' markers."""
    with zipfile.ZipFile(wheel) as file:
        (name,) = [one for one in file.namelist() if one.endswith(".dist-info/METADATA")]
        text = email.message_from_bytes(file.read(name))
    return [Requirement(one) for one in text.get_all("Requires-Dist", [])]


def closure(requirements: Iterable[Requirement], extras: Iterable[str]) -> dict[str, Distribution]:
    """Return the distributions that an installer would bring, from the development environment.

    Each must be in the range that is asked for.
    """
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, str]] = set()

    def bring(requirement: Requirement, extra: str) -> None:
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            return
        name = canonicalize_name(requirement.name)
        held = found.setdefault(name, distribution(requirement.name))
        assert requirement.specifier.contains(held.version), f"{requirement}, not {held.version}"
        for more in {"", *requirement.extras} - {one for of, one in seen if of == name}:
            seen.add((name, more))
            for one in held.requires or ():
                bring(Requirement(one), more)

    for extra in ("", *extras):
        for requirement in requirements:
            bring(requirement, extra)
    return found


def link(distributions: Iterable[Distribution], site: Path) -> None:
    """Link the packages, modules and metadata of distributions into a folder of packages."""
    for one in distributions:
        tops = {Path(str(file)).parts[0] for file in one.files or ()} - {"..", "__pycache__"}
        for top in tops:
            source = Path(str(one.locate_file(top)))
            if source.exists() and not (site / top).exists():
                (site / top).symlink_to(source)


class Installed:
    """The wheel in an environment of its own."""

    def __init__(self, wheel: Path, folder: Path) -> None:
        self.home = folder / "elsewhere"  # the folder that the user stands in
        self.home.mkdir()
        self.prefix, self.extras = folder / "environment", folder / "extras"
        self.extras.mkdir()
        venv.create(self.prefix, symlinks=True)
        names = {"base": str(self.prefix), "platbase": str(self.prefix)}
        self.site = Path(sysconfig.get_path("purelib", "venv", names))
        self.programs = Path(sysconfig.get_path("scripts", "venv", names))
        core = closure(asked(wheel), ())
        link(core.values(), self.site)
        more = closure(asked(wheel), EXTRAS)
        link((one for name, one in more.items() if name not in core), self.extras)
        # Scripts and fonts of the page, which packages put beside Python's own folders.
        (self.prefix / "share").symlink_to(Path(sys.prefix) / "share")
        pip = [sys.executable, "-m", "pip", "--python", str(self.programs / "python")]
        options = ["install", "--quiet", "--no-index", "--no-deps", str(wheel)]
        subprocess.run([*pip, *options], check=True, capture_output=True)
        # Compiled kernels are kept by the place of their source; none of these is of use later.
        kept = {name: value for name, value in os.environ.items() if name not in UNSET}
        self.variables = {**kept, "NUMBA_CACHE_DIR": str(folder / "kernels"), "COLUMNS": "100"}
        self.variables |= {"PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"}

    def start(self, *command: str, extras: bool = True, **how: Any) -> subprocess.Popen[str]:
        """Start a program of the environment, from the user's folder."""
        variables = {**self.variables, "PYTHONPATH": str(self.extras)} if extras else self.variables
        program = str(self.programs / command[0])
        return subprocess.Popen(
            [program, *command[1:]], cwd=self.home, env=variables, text=True, **how
        )

    def run(self, *command: str, extras: bool = True) -> tuple[int, str, str]:
        """Run one to its end; return exit code, what it printed and what it told."""
        pipe = subprocess.PIPE
        with self.start(*command, extras=extras, stdout=pipe, stderr=pipe) as process:
            out, told = process.communicate()
        return process.returncode, out, told

    def tarpeia(self, *arguments: str, extras: bool = True) -> str:
        """Run the command, which must succeed; return what it printed."""
        code, out, told = self.run("tarpeia", *arguments, extras=extras)
        assert code == 0, told
        return out

    def python(self, program: str, extras: bool = True) -> str:
        """Run a program, which must succeed; return what it printed."""
        code, out, told = self.run("python", "-c", program, extras=extras)
        assert code == 0, told
        return out
