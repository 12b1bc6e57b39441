"""All claims, in the order of docs/claims.md."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sim.claims.claim import Claim
from sim.claims.records import (
    fan_circle,
    founder_and_firm,
    founder_choices,
    large_numbers,
    participation,
    traffic,
    two_faces,
    word_of_mouth,
    worship,
)
from sim.errors import TarpeiaError, nearest

THEMES: Final[dict[str, tuple[Claim, ...]]] = {
    "The law of large numbers": large_numbers.CLAIMS,
    "The founder and the firm": (*founder_and_firm.CLAIMS, *worship.CLAIMS),
    "The fan circle": fan_circle.CLAIMS,
    "The two faces of opinion": (*two_faces.CLAIMS, *traffic.CLAIMS),
    "What a founder can do": founder_choices.CLAIMS,
    "Participation": (*participation.CLAIMS, *word_of_mouth.CLAIMS),
}
CLAIMS: Final[dict[str, Claim]] = {claim.id: claim for some in THEMES.values() for claim in some}
# What the essays also say, and what no model of a crowd can try.
OUTSIDE: Final = (
    "flat organisation",
    "being first in a category as such",
    "F codes",
    "the eras of consumption",
    "governance of the firm",
)


def chosen(names: Iterable[str]) -> list[Claim]:
    """Return the claims of some ids, in their order; all when none is named.

    Raises
    ------
    TarpeiaError
        For an id that is no claim, or is named twice.
    """
    wanted = list(names)
    for name in wanted:
        if name not in CLAIMS:
            raise TarpeiaError(f"claims: no claim '{name[:60]}', {nearest(name, CLAIMS)}")
    if len(set(wanted)) < len(wanted):
        raise TarpeiaError("claims: one is named twice, allowed is once")
    return [claim for name, claim in CLAIMS.items() if not wanted or name in wanted]
