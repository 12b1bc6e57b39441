"""The trials as they are on record in results/claims, read from their JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.claims.data_verdict import DataVerdict
from sim.claims.report.kept import restored_data, restored_trial
from sim.claims.report.tables import Tried
from sim.claims.trial import Trial

# What results/claims holds, by the file's name: trials, seeds, nothing, cycle.
Records = Mapping[str, Any]


def tried_on_record(records: Records) -> Tried:
    """Return all trials, without their curves, and what the data say."""
    return [(_trial(one), restored_data(one)) for one in records["trials"]]


def trial_on_record(records: Records, claim: str) -> Trial:
    """Return the trial of one claim, without its curves."""
    return _trial(_of(records, claim))


def data_on_record(records: Records, claim: str) -> DataVerdict:
    """Return what the data say of one claim."""
    return restored_data(_of(records, claim))


def _trial(record: Mapping[str, Any]) -> Trial:
    return restored_trial({"curves": [], **record})


def _of(records: Records, claim: str) -> dict[str, Any]:
    return next(one for one in records["trials"] if one["id"] == claim)
