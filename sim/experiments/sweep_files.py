"""A sweep as TOML and as JSON, and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sim.errors import TarpeiaError
from sim.experiments.plans import Plan
from sim.experiments.specification import Sweep, sweep_of
from sim.experiments.sweep_settings import LISTS, SweepSettings, settings_of
from sim.scenario.files import dumps, literal, load, parse, read, read_toml
from sim.scenario.scenario import Scenario, checked


def load_sweep_file(path: str | Path) -> Sweep:
    """Return the sweep in a TOML file; its scenario is looked for beside it, then by name.

    Raises
    ------
    TarpeiaError
        ``file: name: what is wrong; what to use``.
    """
    try:
        scenario, settings = read_sweep(path)
        return sweep_of(Path(path).stem, scenario, settings)
    except TarpeiaError as error:
        raise error.at(str(path)) from None


def load_resolved(path: Path, name: str) -> Sweep:
    """Return the sweep in a file that ``dumps_sweep`` wrote: its points are known to be good."""
    scenario, settings = read_sweep(path)
    return Sweep(name=name, scenario=scenario, settings=settings)


def read_sweep(path: str | Path) -> tuple[Scenario, SweepSettings]:
    """Return what a sweep's file says: its scenario, and settings not yet applied to it.

    Raises
    ------
    TarpeiaError
        For what is no sweep.
    """
    place = Path(path)
    if not place.is_file():
        raise TarpeiaError("no such file; a sweep is a TOML file")
    data = read_toml(read(place))
    named = data.pop("scenario", None)
    if not isinstance(named, str):
        raise TarpeiaError('scenario: missing, it must be given, as in scenario = "classroom"')
    beside = place.parent / named
    return load(beside if beside.is_file() else named), settings_of(data)


def dumps_sweep(sweep: Sweep, scenario: str) -> str:
    """Return the resolved sweep as TOML, its scenario in the file of that name beside it."""
    settings = sweep.settings
    lines = [f"scenario = {literal(scenario)}"]
    for name in SweepSettings.model_fields:
        value = getattr(settings, name)
        if name in ("base", "uncertainties", "levers", "stop", *LISTS):
            continue
        lines.append(f"{name} = {literal(value)}")
    if settings.stop is not None:
        lines += ["", "[stop]", *(f"{k} = {literal(v)}" for k, v in settings.stop)]
    for name in ("uncertainties", "levers"):  # the base is part of the scenario by now
        if table := getattr(settings, name):
            lines += ["", f"[{name}]", *(f"{literal(k)} = {literal(v)}" for k, v in table.items())]
    for point in settings.points:
        lines += ["", "[[points]]", *(f"{literal(k)} = {literal(v)}" for k, v in point.items())]
    for plan in settings.plans:
        lines += ["", "[[plans]]", *_plan_lines(plan)]
    return "\n".join(lines) + "\n"


def _plan_lines(plan: Plan) -> list[str]:
    """Return the lines of one plan, what it changes as a table of its own."""
    lines = [f"name = {literal(plan.name)}", f"without = {literal(plan.without)}"]
    for key in ("events", "playbook"):
        rows = [row.model_dump(exclude_none=True) for row in getattr(plan, key)]
        lines += [f"{key} = {literal(rows)}"] if rows else []
    changes = [f"{literal(name)} = {literal(value)}" for name, value in plan.changes.items()]
    return [*lines, "", "[plans.changes]", *changes] if changes else lines


def to_json(sweep: Sweep) -> str:
    """Return what a worker elsewhere needs: the scenario and its settings as text."""
    # Points are listed, so that nobody has to sample them again.
    nothing: dict[str, Any] = {"uncertainties": {}, "levers": {}, "points": tuple(sweep.points)}
    listed = sweep.model_copy(update={"settings": sweep.settings.model_copy(update=nothing)})
    record = {
        "name": sweep.name,
        "sweep": dumps_sweep(listed, ""),
        "scenario": dumps(sweep.scenario),
        "folder": str(Path(sweep.scenario.folder).resolve()),
    }
    return json.dumps(record)


def from_json(text: str) -> Sweep:
    """Return the sweep of ``to_json``."""
    record = json.loads(text)
    data = read_toml(record["sweep"])
    del data["scenario"]
    return Sweep(
        name=record["name"],
        scenario=checked(parse(record["scenario"], record["folder"])),
        settings=settings_of(data),
    )
