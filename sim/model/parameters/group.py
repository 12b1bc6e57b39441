"""What a group of parameters is, and how a number or a choice is declared."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


def number(
    default: float, low: float, high: float, unit: str, meaning: str, source: str = "assumption"
) -> Any:
    """Declare a number with its bounds (inclusive), unit, meaning and source."""
    extra: dict[str, Any] = {"unit": unit, "source": source}
    return Field(default, ge=low, le=high, description=meaning, json_schema_extra=extra)


def choice(default: Any, meaning: str, source: str = "definition") -> Any:
    """Declare a choice or a yes/no."""
    extra: dict[str, Any] = {"unit": "choice", "source": source}
    return Field(default, description=meaning, json_schema_extra=extra)


class Group(BaseModel):
    """A group of parameters: frozen, no unknown names, no NaN or infinity."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)
