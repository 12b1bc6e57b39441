"""What the observed series say of a claim, by the criterion its record fixed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sim.claims.claim import Claim
from sim.evidence.estimate import Estimate
from sim.evidence.facts import all_facts

DataVerdict = Literal["supports", "silent", "against"]


@dataclass(frozen=True)
class Evidenced:
    """The data's verdict on a claim and the estimates it rests on.

    Attributes
    ----------
    verdict : str
        ``supports``, ``silent`` or ``against``.
    estimates : tuple of Estimate
        Of the facts the record names; the main definition of each.
    """

    verdict: DataVerdict
    estimates: tuple[Estimate, ...] = ()


def evidenced(claim: Claim) -> Evidenced:
    """Return what the data say; ``silent`` where the record names no facts.

    Raises
    ------
    TarpeiaError
        When scipy is missing or a data file is at fault.
    """
    record = claim.evidence
    if record.criterion is None:
        return Evidenced("silent")
    checks = {one.fact.id: one for one in all_facts()}
    found: dict[str, Estimate] = {}
    shown: list[Estimate] = []
    for name in record.facts:
        main = [one.ours for one in checks[name].compared]
        shown += main or list(checks[name].also)
        found |= {one.name: one for one in (*checks[name].also, *main)}
    verdict = record.criterion(found)
    assert verdict in ("supports", "silent", "against")
    return Evidenced(verdict, tuple(shown))  # type: ignore[arg-type]
