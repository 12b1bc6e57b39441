"""Renew the hashed locks in requirements/ from pyproject.toml, or check that they fit it.

``python3 scripts/lock.py`` resolves everything anew, ``--keep`` only what pyproject.toml now asks
for, ``--check`` resolves nothing and needs no network. uv does the work; it comes with the
development lock. A lock serves Python 3.11 and newer on every system and names no index: where
pip is told of one, by its configuration or its variables, uv hears of it while it runs.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import bootstrap

ROOT = Path(bootstrap.ROOT)
# Each lock and the extras that it holds beside the core. One binds all that come after it.
LOCKS: dict[str, tuple[str, ...]] = {
    "run": ("analysis", "cluster"),
    "app": ("analysis", "cluster", "app", "build"),
    "dev": ("analysis", "cluster", "app", "build", "dev"),
    "assets": ("assets",),
}
# Locks of source packages, which hold the extras themselves and nothing else.
SOURCES = ("assets",)
OPTIONS = (
    "--universal",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-header",
    "--no-config",
    "--only-binary=:all:",
    "--quiet",
)
# pip's settings that matter to uv. Local folders of files (find-links) are left out on purpose:
# their hashes would hold on one machine only.
SETTINGS = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE", "proxy": "ALL_PROXY"}


def fingerprint(project: dict[str, Any], lock: str) -> str:
    """Return a hash of what pyproject.toml asks of a lock."""
    extras = project.get("optional-dependencies", {})
    core = [] if lock in SOURCES else sorted(project["dependencies"])
    asked = [project["requires-python"], core]
    asked += [sorted(extras[extra]) for extra in LOCKS[lock]]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def heading(project: dict[str, Any], lock: str) -> str:
    """Return the first lines of a lock."""
    how = "--require-hashes --no-deps" + " --no-build-isolation" * (lock in SOURCES)
    return (
        "# Made by scripts/lock.py from pyproject.toml: do not edit.\n"
        f"# Install with: pip install {how} -r requirements/{lock}.lock\n"
        f"# pyproject.toml asked for: {fingerprint(project, lock)}\n"
    )


def pins(text: str) -> list[str]:
    """Return the lines ``name==version ; marker`` of a lock, without hashes."""
    return [line.rstrip(" \\") for line in text.splitlines() if re.match(r"[A-Za-z0-9]", line)]


def faults(project: dict[str, Any], texts: dict[str, str]) -> list[str]:
    """Return what is wrong with the locks, a line each."""
    found = []
    binding: list[str] = []
    for lock, text in texts.items():
        where = f"requirements/{lock}.lock"
        if not text.startswith(heading(project, lock)):
            found.append(f"{where}: pyproject.toml has changed since; run scripts/lock.py")
        if "://" in text or re.search(r"(?m)^-", text):
            found.append(f"{where}: an address or an option; it must hold pins and hashes alone")
        blocks = re.split(r"(?m)^(?=[A-Za-z0-9])", text)[1:]
        bare = [block.split()[0] for block in blocks if "--hash=sha256:" not in block]
        found += [f"{where}: {name} has no hash" for name in bare]
        if lock in SOURCES:
            continue
        for other in binding:
            lacking = sorted(set(pins(texts[other])) - set(pins(text)))
            found += [f"{where}: lacks {pin}, which {other}.lock has" for pin in lacking]
        binding.append(lock)
    return found


def index_variables() -> dict[str, str]:
    """Return pip's own settings as uv reads them; what is set for uv already stays."""
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    variables: dict[str, str] = {}
    # From the general to the particular: a file's [global], its [install], the environment.
    for place in ("global", "install", ":env:"):
        for line in listed.splitlines():
            key, _, value = line.partition("=")
            if key.startswith(f"{place}.") and (name := SETTINGS.get(key[len(place) + 1 :])):
                variables[name] = ast.literal_eval(value)
    return {name: value for name, value in variables.items() if name not in os.environ}


def resolve(project: dict[str, Any], keep: bool) -> dict[str, str]:
    """Return every lock's new text, resolved in a folder apart so that no path slips in."""
    uv = bootstrap.Environment().program("uv")
    if not os.path.exists(uv) and not (uv := shutil.which("uv") or ""):
        raise SystemExit("uv is not here: python3 scripts/test.py installs it, or pip install uv")
    floor = project["requires-python"].removeprefix(">=")
    texts: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / "pyproject.toml", folder)
        Path(folder, "requirements").mkdir()
        for lock, extras in LOCKS.items():
            output = f"requirements/{lock}.lock"
            if keep and (ROOT / output).exists():
                shutil.copy(ROOT / output, Path(folder, output))
            asked, options = "pyproject.toml", list(OPTIONS)
            if lock in SOURCES:
                asked = f"{lock}.in"
                wanted = [
                    one for extra in extras for one in project["optional-dependencies"][extra]
                ]
                Path(folder, asked).write_text("\n".join(wanted) + "\n", "utf-8")
                options = [one for one in OPTIONS if not one.startswith("--only-binary")]
                options += ["--no-deps", "--no-annotate"]
            command = [uv, "pip", "compile", asked, "--python-version", floor, *options]
            if lock not in SOURCES:
                command += [f"--extra={extra}" for extra in extras]
                command += [f"--constraints=requirements/{other}.lock" for other in texts]
            command += ["--output-file", output] + ([] if keep else ["--upgrade"])
            variables = {**os.environ, **index_variables()}
            if subprocess.run(command, cwd=folder, env=variables, check=False).returncode:
                raise SystemExit(f"{output}: not renewed; nothing has been changed")
            texts[lock] = heading(project, lock) + Path(folder, output).read_text("utf-8")
    return texts


def main() -> int:
    """Renew or check the locks; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--keep", action="store_true", help="keep the versions that still fit")
    parser.add_argument("--check", action="store_true", help="only say whether the locks fit")
    options = parser.parse_args()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    paths = {lock: ROOT / "requirements" / f"{lock}.lock" for lock in LOCKS}
    before = {lock: path.read_text("utf-8") for lock, path in paths.items() if path.exists()}
    missing = [f"requirements/{lock}.lock: not there" for lock in LOCKS if lock not in before]
    if options.check:
        found = missing or faults(project, before)
        print("\n".join(found) or "The locks fit pyproject.toml and each other.")
        return 1 if found else 0

    texts = resolve(project, options.keep)
    if found := faults(project, texts):
        raise SystemExit("\n".join([*found, "nothing has been changed"]))
    for lock, path in paths.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(texts[lock], "utf-8", newline="\n")
        old, new = set(pins(before.get(lock, ""))), set(pins(texts[lock]))
        print(f"{path.name}: {len(new)} pins, {len(new - old)} new, {len(old - new)} gone")
        if old:
            changes = [f"  - {pin}" for pin in old - new] + [f"  + {pin}" for pin in new - old]
            print(*sorted(changes, key=lambda line: line[4:]), sep="\n", end="\n" * bool(changes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
