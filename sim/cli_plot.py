"""``tarpeia plot``: figures from stored results."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sim.cli_text import print_lines
from sim.errors import TarpeiaError, nearest
from sim.record import load_run


def plot(results: Path, kinds: Sequence[str], out: Path | None) -> None:
    """Draw figures of stored results, all of them or none.

    Parameters
    ----------
    results : Path
        A folder of results.
    kinds : sequence of str
        Names of figures.
    out : Path or None
        Folder for them; that of the results when not given.

    Raises
    ------
    TarpeiaError
        When there is no such figure, the results are missing or damaged, or nothing can be
        written.
    """
    run = load_run(results)
    from sim import plots

    for kind in kinds:
        if kind not in plots.KINDS:
            raise TarpeiaError(f"--kind: no figure '{kind}', {nearest(kind, plots.KINDS)}")
    folder = out or results
    made = [parent for parent in (folder, *folder.absolute().parents) if not parent.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".tarpeia-", dir=folder))
        try:
            for kind in dict.fromkeys(kinds):
                plots.save(plots.KINDS[kind](run), work, kind)
            drawn = sorted(work.iterdir())
            for file in drawn:
                os.replace(file, folder / file.name)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        for parent in made:
            with contextlib.suppress(OSError):
                parent.rmdir()
        raise TarpeiaError(
            f"{folder}: cannot be written ({error.strerror or error}); choose another with --out"
        ) from None
    print_lines(*(str(folder / file.name) for file in drawn))
