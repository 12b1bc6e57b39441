"""The dated events of the named cases."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from sim.data.checked_csv import DATA, Convert, as_date, as_number, as_text, one_of, read

EVENTS_FILE: Final = DATA / "case_events.csv"
VALENCES: Final = ("+", "-", "0")


class CaseEvent(NamedTuple):
    """One dated event of a case; None where something was not measured or judged."""

    case: str
    date: dt.date
    kind: str
    valence: str
    text: str
    source: str
    excess: float | None
    visibility: float | None
    severity: float | None
    finding: str


@cache
def case_events(path: Path = EVENTS_FILE) -> tuple[CaseEvent, ...]:
    """Return the dated events of the cases, in the order of the file.

    Raises
    ------
    TarpeiaError
        For a file at fault, with its name and line.
    """
    columns: dict[str, Convert] = {
        "case": as_text,
        "date": as_date,
        "kind": as_text,
        "valence": one_of(VALENCES),
        "text": as_text,
        "source": as_text,
        "hs_excess_3d": as_number,
        "visibility_rank_1to5": as_number,
        "severity_judged_1to5": as_number,
        "official_finding": as_text,
    }
    return read(path, CaseEvent, columns, 0)
