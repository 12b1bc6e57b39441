"""``tarpeia run``: from what was typed to a run, its folder and its summary."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import typer

from sim.cli.plot import draw_into
from sim.cli.program import named, no_empty_folders, tell
from sim.cli.progress import progress
from sim.cli.text import print_summary
from sim.errors import TarpeiaError
from sim.runs.folder import check_writable, default_directory, name_of
from sim.runs.run import Run
from sim.scenario import typed
from sim.scenario.files import load
from sim.scenario.scenario import Scenario

_NOTHING: Final = "nothing was written; rerun to start again"


def chosen_scenario(
    name: str,
    settings: Sequence[str] = (),
    without: Sequence[str] = (),
    seed: int | None = None,
    people: str | None = None,
    days: str | None = None,
) -> Scenario:
    """Return the scenario as the command line wants it.

    Parameters
    ----------
    name : str
        File or name of a scenario.
    settings : sequence of str
        ``group.name=value``.
    without : sequence of str
        Mechanisms to be switched off.
    seed : int, optional
    people, days : str, optional
        As typed.

    Raises
    ------
    TarpeiaError
        Naming the file or the option.
    """
    scenario = load(name)
    with named("--set"):
        scenario = scenario.with_values(typed.settings(settings, scenario.folder))
    if seed is not None:
        with named("--seed", "run.seed"):
            scenario = scenario.with_values({"run.seed": seed})
    for flag, target, text in (("--people", "crowd.people", people), ("--days", "run.days", days)):
        if text is not None:
            with named(flag, target):
                scenario = scenario.with_values({target: typed.parse(target, text)})
    return scenario.without(without) if without else scenario


def run_and_print(
    scenario: Scenario, name: str, threads: int, out: Path | None, as_json: bool
) -> None:
    """Run a scenario, write its folder of results, print its summary.

    Parameters
    ----------
    scenario : Scenario
    name : str
        As typed.
    threads : int
    out : Path or None
        Folder for the results.
    as_json : bool
        One JSON object instead of the table.

    Raises
    ------
    TarpeiaError
        For whatever the scenario, the network or the folder lack.
    """
    directory = out or default_directory(scenario, name_of(name))
    with no_empty_folders(directory), _kept(_NOTHING):
        check_writable(directory)
        finished = _simulate(scenario, name, threads)
        _save(finished, directory)
    with _kept(f"the results are in {directory}"):
        if as_json:
            typer.echo(json.dumps(_record(finished, name, threads, directory), indent=2))
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


def _simulate(scenario: Scenario, name: str, threads: int) -> Run:
    """Run, and show the progress."""
    people, days = scenario.effective.crowd.people, scenario.run.days
    title = f"Running {scenario.title}: {days:,} days, {people:,} people, seed {scenario.run.seed}"
    with progress(title, days, "days") as show:
        from sim.runs.simulate import run as simulate

        try:
            return simulate(scenario, threads=threads, progress=show)
        except TarpeiaError as error:
            raise _placed(error, scenario, name) from None


def _placed(error: TarpeiaError, scenario: Scenario, name: str) -> TarpeiaError:
    """Say where a fault that only the run could find comes from."""
    if scenario.parameters.network.kind == "file":
        return error.at("network.file").at(name)
    return error.at(name)


def _draw(run: Run, directory: Path) -> Callable[[Path], None]:
    """Return what draws the figures of a run into the folder in the making."""

    def draw(work: Path) -> None:
        draw_into(run, ["overview"], work, directory)

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
def _kept(what: str) -> Iterator[None]:
    """When interrupted inside, say what is kept."""
    try:
        yield
    except KeyboardInterrupt:
        raise KeyboardInterrupt(what) from None
