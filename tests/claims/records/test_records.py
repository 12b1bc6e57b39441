"""The records: each complete, its parts fit to be judged, its worlds such as can be made."""

from __future__ import annotations

from sim.claims.claim import ESSAYS, Claim
from sim.claims.pairs import arm_scenario, claim_scenarios
from sim.model import layout
from sim.model.mechanisms import SWITCHES
from tests.claims.small_claims import EVERY


@EVERY
def test_a_record_is_complete(claim: Claim) -> None:
    assert claim.phrase[0].isupper()
    assert claim.phrase.rstrip("'").endswith(".")
    assert claim.theory
    assert claim.references
    assert set(claim.essay) <= {*ESSAYS, "ours"}
    assert set(claim.essay) & set(ESSAYS)
    assert claim.expected.endswith(".")
    assert claim.notice.endswith((".", "?"))
    assert claim.replicates >= 40
    assert claim.figure == "" or claim.figure in layout.SERIES_NAMES
    arms = [arm.name for arm in claim.arms]
    assert len(set(arms)) == len(arms)
    assert set(claim.shown_arms) <= set(arms)
    assert claim.mechanisms
    assert set(claim.mechanisms) <= set(SWITCHES)


@EVERY
def test_its_parts_can_be_judged(claim: Claim) -> None:
    names = [part.name for part in claim.parts]
    assert len(set(names)) == len(names)
    deciding = claim.verdict_parts
    assert deciding
    # What rests on no mechanism could hold in a world without any.
    assert any(claim.off(part) for part in deciding)
    for part in claim.parts:
        assert part.unit
        assert part.size >= 0.0
        if part.direction == "within":
            assert part.null < part.size
        if part.direction == "equal":
            assert any(other.control for other in claim.parts if other is not part)
            assert part.size > 0.0
        if part.difference:
            assert claim.off(part)
            assert part.size > 0.0


@EVERY
def test_its_worlds_can_be_made(claim: Claim) -> None:
    for arm in claim.arms:
        scenario = arm_scenario(claim, arm)
        assert scenario.run.days == claim.setting.days
        assert len(scenario.within) == len(scenario.events)
        # The record switches off nothing that its statistic rests on.
        assert not set(scenario.run.without) & set(claim.mechanisms)
    scenarios = claim_scenarios(claim)
    assert set(scenarios.ablated) == set(claim.ablations)


@EVERY
def test_off_is_off_and_on_is_on(claim: Claim) -> None:
    """Each ablated world differs from the full one in at least one arm's parameters."""
    scenarios = claim_scenarios(claim)
    for arms in scenarios.ablated.values():
        pairs = zip(scenarios.arms, arms, strict=True)
        assert any(one.effective != other.effective for one, other in pairs)
