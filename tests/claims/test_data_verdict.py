"""What the data say: by facts that exist, and by criteria that can say no."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sim.claims.claim import interval_above
from sim.claims.data_verdict import data_verdict_of
from sim.claims.index import CLAIMS
from sim.evidence.facts import FACTS


@pytest.mark.slow
def test_the_data_are_asked_for_facts_that_exist() -> None:
    asked = [claim for claim in CLAIMS.values() if claim.evidence.facts]
    assert len(asked) >= 7
    for claim in CLAIMS.values():
        assert bool(claim.evidence.facts) == (claim.evidence.criterion is not None)
        assert set(claim.evidence.facts) <= set(FACTS)
        assert claim.evidence.data
        assert claim.evidence.confounders or not claim.evidence.facts
        data = data_verdict_of(claim)
        assert data.verdict in ("supports", "silent", "against")
        assert bool(data.estimates) == bool(claim.evidence.facts)


class Everywhere(dict[str, SimpleNamespace]):
    """Estimates of any name, all of one interval."""

    def __init__(self, low: float, high: float) -> None:
        super().__init__()
        self.one = SimpleNamespace(low=low, high=high)

    def __missing__(self, name: str) -> SimpleNamespace:
        return self.one


def test_the_data_can_speak_against_each_claim_they_are_asked_about() -> None:
    """A criterion that could never say no would be none."""
    for claim in CLAIMS.values():
        criterion = claim.evidence.criterion
        if criterion is None:
            continue
        assert criterion(Everywhere(-50.0, 50.0)) == "silent"
        one_sided = {criterion(Everywhere(-9.0, -8.0)), criterion(Everywhere(8.0, 9.0))}
        if claim.id in ("hitchhiking", "founder-is-firm"):
            continue  # they compare two estimates with each other: below
        assert "against" in one_sided, claim.id


@pytest.mark.parametrize(
    ("name", "more", "less"),
    [
        ("hitchhiking", "pair correlation", "attention alone"),
        ("founder-is-firm", "April and May 2025", "April 2024 to March 2025"),
    ],
)
def test_two_estimates_are_compared_by_their_intervals(name: str, more: str, less: str) -> None:
    criterion = CLAIMS[name].evidence.criterion
    assert criterion is not None

    class Two(dict[str, SimpleNamespace]):
        def __init__(self, greater: float, smaller: float) -> None:
            super().__init__()
            self.ends = {more: greater, less: smaller}

        def __missing__(self, asked: str) -> SimpleNamespace:
            middle = next(v for part, v in self.ends.items() if part in asked)
            return SimpleNamespace(low=middle - 0.1, high=middle + 0.1)

    assert criterion(Two(2.0, 1.0)) == "supports"
    assert criterion(Two(1.0, 2.0)) == "against"
    assert criterion(Two(1.0, 1.1)) == "silent"


def test_an_interval_supports_or_speaks_against() -> None:
    assert interval_above(0.1, 2.0, 0.0) == "supports"
    assert interval_above(-2.0, -0.1, 0.0) == "against"
    assert interval_above(-0.1, 0.1, 0.0) == "silent"
    assert interval_above(0.0, 0.1, 0.0) == "silent"
