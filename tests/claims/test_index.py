"""The claims' records: complete, consistent, and the same in documents, switches and literature."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from sim.claims.claim import ESSAYS, Claim
from sim.claims.data_verdict import evidenced
from sim.claims.index import CLAIMS, OUTSIDE, THEMES, chosen
from sim.claims.pairs import course_of, scenario_of
from sim.claims.report.references import references
from sim.errors import TarpeiaError
from sim.evidence.facts import FACTS
from sim.model import layout
from sim.model.mechanisms import MECHANISMS, SWITCHES
from tests.places import ROOT

DOCUMENT = ROOT / "docs" / "claims.md"
EVERY = pytest.mark.parametrize("claim", CLAIMS.values(), ids=lambda claim: claim.id)
# Mechanisms of the model that no sentence of the essays is about.
UNCLAIMED = {"coverage", "doubt", "shield"}


def test_there_are_the_55_of_the_document_in_its_order() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert len(CLAIMS) == 55
    assert re.findall(r"^### ([a-z-]+)$", text, re.MULTILINE) == list(CLAIMS)
    scorecard = text.partition("<!-- claims: scorecard -->")[2].partition("<!-- end -->")[0]
    rows = re.findall(r"^\| \[([a-z-]+)\]\(#([a-z-]+)\) \|", scorecard, re.MULTILINE)
    assert rows == [(name, name) for name in CLAIMS]
    themes = [h for h in re.findall(r"^## (.+)$", text, re.MULTILINE) if h in THEMES]
    assert themes == list(THEMES)
    for what in OUTSIDE:
        assert what in text


def test_every_switch_is_one_and_every_mechanism_has_a_claim() -> None:
    used = {name for claim in CLAIMS.values() for off in claim.ablations for name in off}
    assert used <= set(SWITCHES)
    assert set(SWITCHES) - used == UNCLAIMED


def test_every_extension_is_there_for_a_claim() -> None:
    used = {name for claim in CLAIMS.values() for off in claim.ablations for name in off}
    assert {one.name for one in MECHANISMS if one.on} <= used


def test_the_literature_is_all_there_and_all_used() -> None:
    named = {key for claim in CLAIMS.values() for key in claim.references}
    assert named == set(references())
    for citation in references().values():
        assert re.search(r"\(\d{4}\)\. ", citation), citation


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
        scenario = scenario_of(claim, arm)
        assert scenario.run.days == claim.setting.days
        assert len(scenario.within) == len(scenario.events)
        # The record switches off nothing that its statistic rests on.
        assert not set(scenario.run.without) & set(claim.mechanisms)
    course = course_of(claim)
    assert set(course.ablated) == set(claim.ablations)


@EVERY
def test_off_is_off_and_on_is_on(claim: Claim) -> None:
    """Each ablated world differs from the full one in at least one arm's parameters."""
    course = course_of(claim)
    for arms in course.ablated.values():
        pairs = zip(course.arms, arms, strict=True)
        assert any(one.effective != other.effective for one, other in pairs)


def test_built_in_patterns_are_calibrating_ones() -> None:
    text = (ROOT / "docs" / "patterns.md").read_text(encoding="utf-8")
    calibrating = text.split("## Calibrating patterns")[1].split("## Testing patterns")[0]
    named = set(re.findall(r"^\| ([a-z-]+) \|", calibrating, re.MULTILINE)) - {"id"}
    built_in = {claim.built_in for claim in CLAIMS.values()} - {""}
    assert built_in
    assert built_in <= named


def test_the_data_are_asked_for_facts_that_exist() -> None:
    asked = [claim for claim in CLAIMS.values() if claim.evidence.facts]
    assert len(asked) >= 7
    for claim in CLAIMS.values():
        assert bool(claim.evidence.facts) == (claim.evidence.criterion is not None)
        assert set(claim.evidence.facts) <= set(FACTS)
        assert claim.evidence.data
        assert claim.evidence.confounders or not claim.evidence.facts
        data = evidenced(claim)
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


def test_claims_are_chosen_by_id_in_their_order() -> None:
    assert [claim.id for claim in chosen([])] == list(CLAIMS)
    assert [claim.id for claim in chosen(["rumour", "base-effect"])] == ["base-effect", "rumour"]
    with pytest.raises(TarpeiaError, match="no claim 'rumor', did you mean 'rumour'"):
        chosen(["rumor"])
    with pytest.raises(TarpeiaError, match="named twice"):
        chosen(["rumour", "rumour"])
