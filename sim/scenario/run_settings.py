"""When a run begins, how long it is, with which luck."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Incidents = Literal["dated", "random", "both"]


class RunSettings(BaseModel):
    """When, how long, with which luck."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    start: dt.date = dt.date(2026, 1, 1)
    days: int = Field(365, ge=1, le=36_500, description="days simulated")
    seed: int = Field(1, ge=0, le=2**63 - 1, description="luck")
    crowd_seed: int | None = Field(
        None, ge=0, le=2**63 - 1, description="traits and network; the run's seed unless given"
    )
    incidents: Incidents = "both"
    case: str = ""
    without: Annotated[tuple[str, ...], Field(strict=False)] = ()
    changes: Annotated[tuple[str, ...], Field(strict=False)] = ()
