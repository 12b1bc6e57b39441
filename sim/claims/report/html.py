"""The report of the claims: an index that reads as a scorecard, and a page a claim."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from sim import files
from sim.claims.cycle import Cycle
from sim.claims.index import OUTSIDE
from sim.claims.report import cycle_figures, figures
from sim.claims.report.pages import page_of
from sim.claims.report.tables import Tried, counts, cycle_table, facts_table, scorecard
from sim.claims.report.words import with_interval
from sim.claims.trial import Trial
from sim.errors import TarpeiaError
from sim.plots import style
from sim.plots.files import save
from sim.runs.folder import check_room

INDEX: Final = "index.html"
TRIALS: Final = "trials"
FIGURES: Final = "figures"
TITLE: Final = "The essays' claims, on trial"


def prepare(folder: Path) -> Path:
    """Return the folder of kept trials within a report's folder, made where it is missing.

    Raises
    ------
    TarpeiaError
        When the folder holds something that is no report, or cannot be written.
    """
    if folder.exists():
        if not folder.is_dir():
            raise TarpeiaError(f"{folder}: is a file; --report is a folder")
        if any(folder.iterdir()) and not (folder / TRIALS).is_dir():
            raise TarpeiaError(
                f"{folder}: holds something that is no report; --report is a new folder or a report"
            )
    check_room(folder)
    trials = folder / TRIALS
    try:
        trials.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TarpeiaError(f"{folder}: cannot be written ({error.strerror})") from None
    return trials


def alt_text(trial: Trial) -> str:
    """Return a claim's figure in one sentence."""
    first = trial.parts[0]
    return (
        f"{trial.claim.id}: {first.part}, with the mechanism {with_interval(first.with_it)}, "
        f"without {with_interval(first.without)} {first.unit}; {trial.claim.notice}"
    )


def draw(tried: Tried, folder: Path, cycle: Cycle | None = None) -> None:
    """Draw the figure of each claim, and of the cycle, as PNG into a folder."""
    with style.style():
        for trial, _ in tried:
            save(figures.claim_page(trial), folder, trial.claim.id)[1].unlink()
        if cycle is not None:
            save(cycle_figures.cycle_page(cycle), folder, "cycle")[1].unlink()


def write(tried: Tried, folder: Path, cycle: Cycle | None = None) -> Path:
    """Write index, pages and figures of some claims; return the index.

    Parameters
    ----------
    tried : sequence of (Trial, DataVerdict)
    folder : Path
        As ``prepare`` has left it.
    cycle : Cycle, optional
        Shown on the index.

    Raises
    ------
    TarpeiaError
        When it cannot be written.
    """
    with files.writing(folder, "choose another with --report"):
        (folder / FIGURES).mkdir(exist_ok=True)
        draw(tried, folder / FIGURES, cycle)
        template = _template()
        for trial, data in tried:
            page = page_of(trial, data)
            text = template.render(title=page.id, page=page, alt=alt_text(trial))
            files.write(folder / f"{page.id}.html", text)
        text = template.render(
            title=TITLE,
            summary=counts(tried),
            how=_how(tried),
            card=scorecard(tried),
            facts=facts_table(),
            outside="; ".join(OUTSIDE),
            cycle=None if cycle is None else cycle_table(cycle.followed, cycle.worlds),
            cycle_alt="Fan share and climate of one world over its phases; what follows what",
        )
        files.write(folder / INDEX, text)
    return folder / INDEX


def _how(tried: Tried) -> str:
    """Return how the claims were tried, in words."""
    draws = max(trial.box.draws for trial, _ in tried)
    worlds = sorted({trial.replicates for trial, _ in tried})
    number = f"{worlds[0]}" if len(worlds) == 1 else f"{worlds[0]} to {worlds[-1]}"
    seed = tried[0][0].seed
    return f"Seed {seed}, {number} worlds a claim, {draws:,} draws of the parameter box."


def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("sim.claims", "report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["code"] = _code
    return environment.get_template("report.html")


def _code(text: str) -> Markup:
    """Return a text, escaped, with what stands in backquotes as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))
