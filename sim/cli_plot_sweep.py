"""``tarpeia plot`` of a sweep's folder: fan charts, spaghetti, phase diagrams with their table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sim.cli_program import no_empty_folders
from sim.cli_text import print_lines
from sim.errors import TarpeiaError, nearest
from sim.experiments.results import SweepResult, read

KINDS: Final = ("fan", "spaghetti", "phase")
FOLDER: Final = "figures"


def plot(results: Path, kinds: Sequence[str], out: Path | None, series: str, outcome: str) -> None:
    """Draw figures of a sweep into its folder ``figures``, or another.

    Raises
    ------
    TarpeiaError
        When there is no such figure, the sweep is damaged or has no such series or outcome, or
        nothing can be written.
    """
    for kind in kinds:
        if kind not in KINDS:
            raise TarpeiaError(f"--kind: no figure '{kind}' of a sweep, {nearest(kind, KINDS)}")
    result = read(results)
    folder = out or results / FOLDER
    written: list[Path] = []
    try:
        with no_empty_folders(folder):
            for kind in dict.fromkeys(kinds):
                written += draw(result, kind, folder, series, outcome)
    except OSError as error:
        raise TarpeiaError(
            f"{folder}: cannot be written ({error.strerror or error}); choose another with --out"
        ) from None
    print_lines(*(str(path) for path in written))


def draw(
    result: SweepResult, kind: str, folder: Path, series: str = "", outcome: str = ""
) -> list[Path]:
    """Draw one figure of a sweep; return the files, of a phase diagram its table too."""
    from sim import plots, plots_sweep
    from sim import plots_style as ps

    with ps.style():
        if kind != "phase":
            shown = series or (result.sweep.settings.series or ("fan_share",))[0]
            figure = plots_sweep.worlds_page(result, shown, kind)
            return list(plots.save(figure, folder, f"{kind}-{plots.file_name(shown)}"))
        name = outcome or result.sweep.outcomes[0].name
        figure = plots_sweep.phase_page(result, name)
        stem = f"phase-{plots.file_name(name)}"
        _, mean, spread = plots_sweep.phase_table(result, name)
        files = list(plots.save(figure, folder, stem))
    for what, table in (("mean", mean), ("spread", spread)):
        path = folder / f"{stem}-{what}.csv"
        table.to_csv(path, lineterminator="\n")
        files.append(path)
    return files
