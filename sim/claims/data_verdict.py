"""What the observed series say of a claim, by the criterion its record fixed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sim.claims.claim import Claim
from sim.evidence.estimate import Estimate
from sim.evidence.facts import all_facts


@dataclass(frozen=True)
class DataVerdict:
    """The data's verdict on a claim and the estimates it rests on.

    Attributes
    ----------
    verdict : str
        ``supports``, ``silent`` or ``against``.
    estimates : tuple of Estimate
        Of the facts the record names: the main definition of each, and what the criterion asked.
    """

    verdict: Literal["supports", "silent", "against"]
    estimates: tuple[Estimate, ...] = ()


class _Asked(dict[str, Estimate]):
    """Estimates that remember which of them were asked for."""

    def __init__(self, held: dict[str, Estimate]) -> None:
        super().__init__(held)
        self.names: dict[str, None] = {}

    def __getitem__(self, name: str) -> Estimate:
        self.names[name] = None
        return super().__getitem__(name)


def data_verdict_of(claim: Claim) -> DataVerdict:
    """Return what the data say; ``silent`` where the record names no facts.

    Raises
    ------
    TarpeiaError
        When scipy is missing or a data file is at fault.
    """
    record = claim.evidence
    if record.criterion is None:
        return DataVerdict("silent")
    checks = {one.fact.id: one for one in all_facts()}
    found: dict[str, Estimate] = {}
    shown: list[Estimate] = []
    for name in record.facts:
        main = [one.ours for one in checks[name].compared]
        shown += main or list(checks[name].also)
        found |= {one.name: one for one in (*checks[name].also, *main)}
    asked = _Asked(found)
    verdict = record.criterion(asked)
    assert verdict in ("supports", "silent", "against")
    shown += [found[name] for name in asked.names if found[name] not in shown]
    return DataVerdict(verdict, tuple(shown))  # type: ignore[arg-type]
