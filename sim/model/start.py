"""The state on the morning of the first day: values, or ranges to be sampled by the seed."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from sim.model.entries import Entry


def _ordered(value: Any) -> Any:
    """Turn a list of two into a tuple, smaller first, and leave everything else alone."""
    if isinstance(value, list):
        value = tuple(value)
    if isinstance(value, tuple):
        if len(value) != 2 or any(
            isinstance(x, bool) or not isinstance(x, int | float) for x in value
        ):
            raise ValueError("a range is two numbers, [low, high]")
        if value[0] > value[1]:
            raise ValueError("a range is written [low, high], low first")
    return value


def _state(default: float, low: float, high: float, unit: str, meaning: str) -> Any:
    """Declare a number or range of the starting state."""
    return Field(
        default,
        description=meaning,
        json_schema_extra={"unit": unit, "low": low, "high": high, "source": "assumption"},
    )


Value = Annotated[float | tuple[float, float], BeforeValidator(_ordered)]


class Start(BaseModel):
    """Where a run begins; each a value, or ``[low, high]`` to be drawn from evenly.

    Append only: the place in this list is the number of the draw.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)

    fans: Value = _state(0.03, 0, 1, "crowd", "share of fans")
    anti_fans: Value = _state(0.002, 0, 1, "crowd", "share of anti-fans")
    resisters: Value = _state(0.0, 0, 1, "crowd", "share of resisters among the silent")
    passion: Value = _state(0.4, 0, 1, "passion", "mean passion of the fans")
    hostility: Value = _state(0.4, 0, 1, "passion", "mean hostility of the anti-fans")
    grievance: Value = _state(0.0, 0, 10, "grievance", "hidden grievance of the fans")
    expectation: Value = _state(0.6, 0, 3, "quality", "what people expect of the product")
    climate: Value = _state(0.05, -1, 1, "-1 to 1", "climate of opinion")
    attention: Value = _state(0.5, 0, 1_000, "stories", "attention, also its habit")
    coupling: Value = _state(0.4, 0, 1, "share", "how far the firm is its founder")
    reservoir: Value = _state(0.0, 0, 100_000, "stories", "praise banked before")
    fleet: Value = _state(0.0, 0, 1e9, "units", "units in use")
    coverage: Value = _state(0.0, 0, 1_000, "stories", "bad stories published the day before")


def _entry(name: str) -> Entry:
    field = Start.model_fields[name]
    extra: Any = field.json_schema_extra
    return Entry(
        name=f"start.{name}",
        kind="float",
        default=field.default,
        low=extra["low"],
        high=extra["high"],
        choices=(),
        unit=extra["unit"],
        meaning=field.description or "",
        source=extra["source"],
    )


START_ENTRIES: Final[dict[str, Entry]] = {
    f"start.{name}": _entry(name) for name in Start.model_fields
}


def faults(start: Start) -> list[str]:
    """Return what is out of bounds, a line each, ``start.name: what is wrong, what is allowed``."""
    found = []
    for name, entry in START_ENTRIES.items():
        value = getattr(start, name.split(".")[1])
        ends = value if isinstance(value, tuple) else (value,)
        assert entry.low is not None and entry.high is not None
        if any(not entry.low <= end <= entry.high for end in ends):
            found.append(
                f"{name}: {list(ends) if len(ends) > 1 else value} is out of bounds; "
                f"use {entry.allowed} or a range [low, high]"
            )
    most = [getattr(start, name) for name in ("fans", "anti_fans")]
    highest = sum(value[1] if isinstance(value, tuple) else value for value in most)
    if highest > 1 and not found:
        found.append(
            f"start.fans: fans and anti-fans together reach {highest:g} of the crowd, at most 1"
        )
    return found
