"""Named courses of action: what they set, which events and rules they add, what they switch off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.errors import TarpeiaError, nearest
from sim.model.entries import Parameters
from sim.scenario.faults import fault_line
from sim.scenario.files import read, read_toml
from sim.scenario.playbook import Event, Rule
from sim.scenario.scenario import Scenario, checked

NOTHING: Final = "no action"
_TOP: Final = ("name", "without", "events", "playbook", "start", "changes")


class Plan(BaseModel):
    """One course of action.

    Attributes
    ----------
    name : str
    changes : dict of str to value
        ``group.name`` to its value, as for ``Scenario.with_values``.
    events, playbook : tuples
        Added to those of the scenario.
    without : tuple of str
        Mechanisms switched off.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: str = Field(min_length=1, max_length=80)
    changes: dict[str, Any] = {}
    events: Annotated[tuple[Event, ...], Field(strict=False)] = ()
    playbook: Annotated[tuple[Rule, ...], Field(strict=False)] = ()
    without: Annotated[tuple[str, ...], Field(strict=False)] = ()

    def applied(self, scenario: Scenario) -> Scenario:
        """Return the scenario with the plan carried out.

        Raises
        ------
        TarpeiaError
            For a name, value, event or mechanism that the scenario cannot have.
        """
        try:
            changed = scenario.with_values(self.changes)
            if self.events or self.playbook:
                data = changed.model_dump()
                data["events"] = (*data["events"], *(e.model_dump() for e in self.events))
                data["playbook"] = (*data["playbook"], *(r.model_dump() for r in self.playbook))
                if changed.run.case and self.events:
                    data["run"]["changes"] += (f"plan {self.name}",)
                changed = checked(data)
            return changed.without(self.without) if self.without else changed
        except TarpeiaError as error:
            raise error.at(f"plan {self.name}") from None


def plan_of(data: Mapping[str, Any], name: str = "") -> Plan:
    """Return a plan from nested data: ``name``, groups as in a scenario, events, playbook.

    Raises
    ------
    TarpeiaError
        One line per problem.
    """
    shaped: dict[str, Any] = {"name": data.get("name", name), "changes": {}}
    for key, value in data.items():
        if key in ("events", "playbook", "without"):
            shaped[key] = value
        elif key == "changes" and isinstance(value, Mapping):
            shaped["changes"] |= value  # names as ``Scenario.with_values`` has them
        elif key in Parameters.model_fields or key == "start":
            if not isinstance(value, Mapping):
                raise TarpeiaError(f"{key}: no table; use a table of names and values")
            shaped["changes"] |= {f"{key}.{part}": held for part, held in value.items()}
        elif key != "name":
            known = [*_TOP, *Parameters.model_fields]
            raise TarpeiaError(f"{key[:60]}: unknown name, {nearest(key, known)}")
    try:
        return Plan.model_validate(shaped)
    except ValidationError as error:
        raise TarpeiaError(*(fault_line(fault) for fault in error.errors())) from None


def load_plan(path: str | Path) -> Plan:
    """Return the plan in a TOML file, named after the file unless it has a ``name``.

    Raises
    ------
    TarpeiaError
        ``file: what is wrong; what to use``.
    """
    place = Path(path)
    if not place.is_file():
        raise TarpeiaError(f"{path}: no such file; a plan is a TOML file")
    try:
        return plan_of(read_toml(read(place)), place.stem)
    except TarpeiaError as error:
        raise error.at(str(path)) from None


def as_plan(given: Plan | Mapping[str, Any] | str | Path) -> Plan:
    """Return a plan: as it is, from changes by name, or from a file.

    Raises
    ------
    TarpeiaError
        For a file that holds none, or a mapping without changes.
    """
    if isinstance(given, Plan):
        return given
    if isinstance(given, Mapping):
        if not given:
            raise TarpeiaError("plans: one changes nothing; use group.name to a value")
        named = ", ".join(f"{name} = {value}" for name, value in given.items())
        return Plan(name=named[:80], changes=dict(given))
    return load_plan(given)


def with_nothing(paths: Sequence[str | Path]) -> list[Plan]:
    """Return the plans in some files, and doing nothing before them.

    Raises
    ------
    TarpeiaError
        Naming the file.
    """
    return [Plan(name=NOTHING), *(load_plan(path) for path in paths)]
