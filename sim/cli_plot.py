"""``tarpeia plot``: figures from stored results."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sim.cli_program import no_empty_folders
from sim.cli_text import print_lines
from sim.errors import TarpeiaError, nearest
from sim.experiments.store import SWEEP_FILE
from sim.record import Run, load_run


def plot(
    results: Path, kinds: Sequence[str], out: Path | None, series: str = "", outcome: str = ""
) -> None:
    """Draw figures of stored results, all of them or none.

    Parameters
    ----------
    results : Path
        A folder of results.
    kinds : sequence of str
        Names of figures; when none is given, the overview of a run, the fan chart of a sweep.
    series, outcome : str
        Of a sweep: what a fan chart or spaghetti shows, and what a phase diagram shows.
    out : Path or None
        Folder for them; that of the results when not given.

    Raises
    ------
    TarpeiaError
        When there is no such figure, the results are missing or damaged, or nothing can be
        written.
    """
    if (results / SWEEP_FILE).is_file():
        from sim import cli_plot_sweep

        cli_plot_sweep.plot(results, kinds or ["fan"], out, series, outcome)
        return
    if series or outcome:
        raise TarpeiaError("--series, --outcome: go with the results of a sweep")
    run = load_run(results)
    from sim import plots

    kinds = kinds or ["overview"]
    for kind in kinds:
        if kind not in plots.KINDS:
            raise TarpeiaError(f"--kind: no figure '{kind}', {nearest(kind, plots.KINDS)}")
    folder = out or results
    try:
        with no_empty_folders(folder):
            names = _draw_all(run, kinds, folder)
    except OSError as error:
        raise TarpeiaError(
            f"{folder}: cannot be written ({error.strerror or error}); choose another with --out"
        ) from None
    print_lines(*(str(folder / name) for name in names))


def draw(run: Run, kinds: Sequence[str], work: Path, told: Path) -> None:
    """Draw figures into ``work``; faults name the folder ``told``, where they will come to stand.

    Raises
    ------
    TarpeiaError
        When a figure cannot be written.
    """
    from sim import plots

    try:
        for kind in dict.fromkeys(kinds):
            plots.save(plots.KINDS[kind](run), work, kind)
    except TarpeiaError as error:
        faults = (fault.replace(str(work), str(told)) for fault in error.faults)
        raise TarpeiaError(*faults) from None


def _draw_all(run: Run, kinds: Sequence[str], folder: Path) -> list[str]:
    """Draw into a folder beside, then move the files, and return their names."""
    folder.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".tarpeia-", dir=folder))
    try:
        draw(run, kinds, work, folder)
        names = sorted(path.name for path in work.iterdir())
        for name in names:
            os.replace(work / name, folder / name)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return names
