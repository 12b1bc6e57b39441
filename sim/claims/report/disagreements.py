"""The lines of docs/claims.md on where essay, model and data disagree."""

from __future__ import annotations

from sim.claims.report.on_record import Records, data_on_record, trial_on_record
from sim.claims.report.words import with_interval


def _modelled(records: Records, claim: str, part: int) -> str:
    """Return one line on a part: with the mechanism and without it."""
    one = trial_on_record(records, claim).parts[part]
    return (
        f"* `{claim}`, {one.part} ({one.unit}): with {with_interval(one.with_it)}, without "
        f"{with_interval(one.without)}."
    )


def _observed(records: Records, claim: str, *names: str) -> str:
    """Return one line on estimates that a claim rests on."""
    found = {one.name: one for one in data_on_record(records, claim).estimates}
    return "* Observed: " + "; ".join(f"{n} {with_interval(found[n])}" for n in names) + "."


def retreat(records: Records) -> str:
    """Return what a retreat does to praise, blame and coupling, and what was observed."""
    return "\n".join(
        [
            *(_modelled(records, "retreat", part) for part in range(4)),
            _observed(
                records,
                "retreat",
                "founder's titles, before",
                "founder's titles, silence",
                "new negatives, silence over before",
                "negative share, before",
                "negative share, silence",
            ),
        ]
    )


def attention(records: Records) -> str:
    """Return how stories cluster and come with fame, and what was observed."""
    lags = (1, 2, 3)
    return "\n".join(
        [
            _modelled(records, "hitchhiking", 0),
            _modelled(records, "topic-effect", 0),
            _observed(
                records,
                "hitchhiking",
                *(f"pair correlation at {lag} d" for lag in lags),
                "attention alone at 1 d",
                *(f"beyond attention at {lag} d" for lag in lags),
                "negatives after the crash",
            ),
            _observed(records, "topic-effect", "negatives after the launch"),
        ]
    )


def conservation(records: Records) -> str:
    """Return the elasticity of backlash on praise, in the model and observed."""
    return "\n".join(
        [
            _modelled(records, "conservation", 0),
            _observed(records, "conservation", "elasticity of negatives on earlier positives"),
        ]
    )


def base_effect(records: Records) -> str:
    """Return the elasticity of accidents on the fleet, in the model and observed."""
    return "\n".join(
        [
            _modelled(records, "base-effect", 0),
            _observed(records, "base-effect", "elasticity to the fleet"),
        ]
    )


def cycles(records: Records) -> str:
    """Return what makes fame turn, by the claims that say so."""
    return "\n".join(
        [
            _modelled(records, "reflexivity", 0),
            *(_modelled(records, "retaliation-cycle", part) for part in range(2)),
            _modelled(records, "short-reign", 0),
            _modelled(records, "same-cause", 0),
        ]
    )


def compensation(records: Records) -> str:
    """Return what compensation does, and how many of the lost come back."""
    return "\n".join(_modelled(records, "betrayal", part) for part in range(3))
