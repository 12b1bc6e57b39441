"""``tarpeia plot``: figures from stored results."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sim.cli.program import no_empty_folders
from sim.cli.sweeping import FIGURES
from sim.cli.text import print_lines
from sim.errors import TarpeiaError, nearest
from sim.experiments.results import SweepResult, read
from sim.experiments.sweep_folder import SWEEP_FILE
from sim.files import move, write, writing
from sim.runs.run import Run, load_run

# Figures of a sweep.
SWEEP_KINDS: Final = ("fan", "spaghetti", "phase")


def plot_results(
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
        _plot_sweep(results, kinds or ["fan"], out, series, outcome)
        return
    if series or outcome:
        raise TarpeiaError("--series, --outcome: go with the results of a sweep only")
    run = load_run(results)
    from sim.plots import overview

    kinds = kinds or ["overview"]
    for kind in kinds:
        if kind not in overview.KINDS:
            raise TarpeiaError(f"--kind: no figure '{kind}', {nearest(kind, overview.KINDS)}")
    folder = out or results
    with writing(folder), no_empty_folders(folder):
        names = _draw_all(run, kinds, folder)
    print_lines(*(str(folder / name) for name in names))


def draw_into(run: Run, kinds: Sequence[str], work: Path, final: Path) -> None:
    """Draw figures into ``work``; faults name the folder ``final``, where they will be in the end.

    Raises
    ------
    TarpeiaError
        When a figure cannot be written.
    """
    from sim.plots import files, overview

    try:
        for kind in dict.fromkeys(kinds):
            files.save(overview.KINDS[kind](run), work, kind)
    except TarpeiaError as error:
        faults = (fault.replace(str(work), str(final)) for fault in error.faults)
        raise TarpeiaError(*faults) from None


def _draw_all(run: Run, kinds: Sequence[str], folder: Path) -> list[str]:
    """Draw into a folder beside, then move the files, and return their names."""
    folder.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".tarpeia-", dir=folder))
    try:
        draw_into(run, kinds, work, folder)
        names = sorted(path.name for path in work.iterdir())
        for name in names:
            move(work / name, folder / name)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return names


def _plot_sweep(
    results: Path, kinds: Sequence[str], out: Path | None, series: str, outcome: str
) -> None:
    """Draw figures of a sweep into its folder ``figures``, or another.

    Raises
    ------
    TarpeiaError
        When there is no such figure, the sweep is damaged or has no such series or outcome, or
        nothing can be written.
    """
    for kind in kinds:
        if kind not in SWEEP_KINDS:
            raise TarpeiaError(
                f"--kind: no figure '{kind}' of a sweep, {nearest(kind, SWEEP_KINDS)}"
            )
    result = read(results)
    folder = out or results / FIGURES
    written: list[Path] = []
    with writing(folder), no_empty_folders(folder):
        for kind in dict.fromkeys(kinds):
            written += draw_sweep(result, kind, folder, series, outcome)
    print_lines(*(str(path) for path in written))


def draw_sweep(
    result: SweepResult, kind: str, folder: Path, series: str = "", outcome: str = ""
) -> list[Path]:
    """Draw one figure of a sweep; return the files, of a phase diagram its table too."""
    from sim.plots import files, style, sweep

    with style.style():
        if kind != "phase":
            shown = series or (result.sweep.settings.series or ("fan_share",))[0]
            figure = sweep.worlds_page(result, shown, kind)
            return list(files.save(figure, folder, f"{kind}-{files.file_name(shown)}"))
        name = outcome or result.sweep.outcomes[0].name
        figure = sweep.phase_page(result, name)
        stem = f"phase-{files.file_name(name)}"
        _, mean, spread = sweep.phase_table(result, name)
        written = list(files.save(figure, folder, stem))
    for what, table in (("mean", mean), ("spread", spread)):
        path = folder / f"{stem}-{what}.csv"
        write(path, table.to_csv(lineterminator="\n"))
        written.append(path)
    return written
