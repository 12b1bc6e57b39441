"""``tarpeia run``: from what was typed to a run, its folder and its summary."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from sim.cli import plot
from sim.cli.program import named, no_empty_folders, tell
from sim.cli.progress import progress
from sim.cli.text import print_summary
from sim.errors import TarpeiaError
from sim.runs.folder import check_writable, default_directory, name_of
from sim.runs.run import Run
from sim.scenario import typed
from sim.scenario.files import load
from sim.scenario.scenario import Scenario

_TARGETS = {"--seed": "run.seed", "--people": "crowd.people", "--days": "run.days"}
_NOTHING = "nothing was written; run the same command again to go on"


def chosen(
    name: str, given: Mapping[str, str | None], settings: Sequence[str], without: Sequence[str]
) -> Scenario:
    """Return the scenario as the command line wants it.

    Parameters
    ----------
    name : str
        File or name of a scenario.
    given : mapping
        Options ``--seed``, ``--people``, ``--days`` to what was typed.
    settings : sequence of str
        ``group.name=value``.
    without : sequence of str
        Mechanisms to be switched off.

    Raises
    ------
    TarpeiaError
        Naming the file or the option.
    """
    scenario = load(name)
    with named("--set"):
        scenario = scenario.with_values(typed.settings(settings, scenario.folder))
    for flag, text in given.items():
        if text is not None:
            with named(flag):
                target = _TARGETS[flag]
                scenario = scenario.with_values({target: typed.parse(target, text)})
    return scenario.without(without) if without else scenario


def run(scenario: Scenario, name: str, threads: str, out: Path | None, as_json: bool) -> None:
    """Run a scenario, write its folder of results, print its summary.

    Parameters
    ----------
    scenario : Scenario
    name : str
        As typed.
    threads : str
        As typed.
    out : Path or None
        Folder for the results.
    as_json : bool
        One JSON object instead of the table.

    Raises
    ------
    TarpeiaError
        For whatever the scenario, the network, the threads or the folder lack.
    """
    if not threads.isdecimal():
        raise TarpeiaError(f"--threads: {threads!r} is not allowed, allowed is 1 or more")
    directory = out or default_directory(scenario, name_of(name))
    with no_empty_folders(directory), _kept(_NOTHING):
        check_writable(directory)
        finished = _simulate(scenario, name, int(threads), as_json)
        _save(finished, directory)
    with _kept(f"the results are in {directory}"):
        if as_json:
            typer.echo(json.dumps(_record(finished, name, int(threads), directory), indent=2))
        else:
            print_summary(finished, directory)


def _record(run: Run, name: str, threads: int, directory: Path) -> dict[str, Any]:
    """Return what ``--json`` prints."""
    scenario = run.scenario
    return {
        "scenario": name,
        "title": scenario.title,
        "seed": scenario.run.seed,
        "people": scenario.effective.crowd.people,
        "days": len(run.series),
        "threads": threads,
        "digest": run.digest,
        "content_hash": scenario.content_hash,
        "hypothetical": list(scenario.hypothetical),
        "summary": run.summary,
        "seconds": run.seconds,
        "agent_days_per_second": run.agent_days_per_second,
        "results": str(directory),
    }


def _simulate(scenario: Scenario, name: str, threads: int, as_json: bool) -> Run:
    """Run, with a progress bar on a terminal; else with one line, when the first days are done."""
    people, days = scenario.effective.crowd.people, scenario.run.days
    told = f"Running {scenario.title}: {days:,} days, {people:,} people, seed {scenario.run.seed}"
    with progress(told, days, "days") as show:
        from sim.runs.simulate import run as simulate

        try:
            return simulate(scenario, threads=threads, progress=show)
        except TarpeiaError as error:
            raise _placed(error, scenario, name) from None


def _placed(error: TarpeiaError, scenario: Scenario, name: str) -> TarpeiaError:
    """Say where a fault that only the run could find comes from."""
    if error.faults[0].startswith("threads:"):
        return TarpeiaError(*(f"--{fault}" for fault in error.faults))
    if scenario.parameters.network.kind == "file":
        return error.at("network.file").at(name)
    return error.at(name)


def _draw(run: Run, directory: Path) -> Callable[[Path], None]:
    """Return what draws the figures of a run into the folder in the making."""

    def draw(work: Path) -> None:
        plot.draw(run, ["overview"], work, directory)

    return draw


def _save(run: Run, directory: Path) -> None:
    """Write the folder of results; when that fails now, keep the run elsewhere and say where."""
    try:
        run.save(directory, extra=_draw(run, directory))
    except TarpeiaError as error:
        raise TarpeiaError(f"{error}; {_rescued(run, directory)}") from None
    except Exception:  # a defect in the drawing must not cost a long run
        tell(f"{directory}: cannot be written; {_rescued(run, directory)}")
        raise


def _rescued(run: Run, directory: Path) -> str:
    """Keep a run that could not be written where it should be, and say where it is."""
    try:
        spare = Path(tempfile.mkdtemp(prefix="tarpeia-"))
    except OSError:
        return "the results are lost"
    try:
        run.save(spare / directory.name)
    except TarpeiaError:
        with contextlib.suppress(OSError):
            spare.rmdir()
        return f"the results are lost: {tempfile.gettempdir()} does not take them either"
    return f"the results, without figures, are kept in {spare / directory.name}"


@contextlib.contextmanager
def _kept(told: str) -> Iterator[None]:
    """When interrupted inside, tell what is kept."""
    try:
        yield
    except KeyboardInterrupt:
        raise KeyboardInterrupt(told) from None
