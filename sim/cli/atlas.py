"""``tarpeia atlas``: many worlds in one file, for a phone or an aeroplane."""

from __future__ import annotations

from pathlib import Path

import typer

from sim import files
from sim.cli.program import tell
from sim.cli.progress import progress
from sim.errors import TarpeiaError
from sim.model.layout import STANCES
from sim.scenario.files import load


def write_atlas(scenario: str, out: Path, steps: int, lucks: int) -> int:
    """Run the worlds and write the file, whole or not at all; return the exit code.

    Raises
    ------
    TarpeiaError
        For an unknown scenario, an atlas that is too large, a place that cannot be written.
    """
    from sim.handouts.atlas import atlas, atlas_html

    if out.exists() and "Tarpeia, an atlas" not in _beginning(out):
        raise TarpeiaError(f"{out}: is there already and no atlas; choose another with --out")
    asked = load(scenario)
    worlds = steps * steps * len(STANCES) * lucks
    with progress(f"Running {worlds:,} worlds of {asked.title}", worlds, "worlds") as show:
        found = atlas(asked, steps, lucks, show)
    text = atlas_html(found, scenario)
    with files.writing(out):
        files.write(out, text)
    typer.echo(f"{out}: {len(text.encode()) / 1e6:.1f} MB, opens in any browser without a network")
    if found.scenario.title != asked.title:
        tell(f"{asked.title} is a named case; its atlas speaks of {found.scenario.title}")
    return 0


def _beginning(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(2_000).decode("utf-8", errors="replace")
