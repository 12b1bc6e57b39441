"""The index of all claims: the document's order, every switch, the literature."""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import iter_modules

import pytest

from sim.claims import records
from sim.claims.claim import Claim
from sim.claims.index import CLAIMS, OUTSIDE, THEMES, chosen_claims
from sim.claims.report.references import references
from sim.errors import TarpeiaError
from sim.model.mechanisms import MECHANISMS, SWITCHES
from tests.places import ROOT

DOCUMENT = ROOT / "docs" / "claims.md"


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


def test_every_claim_of_the_records_is_in_the_index_and_in_one_file_alone() -> None:
    files = [
        import_module(f"{records.__name__}.{one.name}") for one in iter_modules(records.__path__)
    ]
    declared = [one for file in files for one in vars(file).values() if isinstance(one, Claim)]
    assert sorted(claim.id for claim in declared) == sorted(CLAIMS)
    assert all(CLAIMS[claim.id] is claim for claim in declared)


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


def test_built_in_patterns_are_calibrating_ones() -> None:
    text = (ROOT / "docs" / "patterns.md").read_text(encoding="utf-8")
    calibrating = text.split("## Calibrating patterns")[1].split("## Testing patterns")[0]
    named = set(re.findall(r"^\| ([a-z-]+) \|", calibrating, re.MULTILINE)) - {"id"}
    built_in = {claim.built_in for claim in CLAIMS.values()} - {""}
    assert built_in
    assert built_in <= named


def test_claims_are_chosen_by_id_in_their_order() -> None:
    assert [claim.id for claim in chosen_claims([])] == list(CLAIMS)
    assert [claim.id for claim in chosen_claims(["rumour", "base-effect"])] == [
        "base-effect",
        "rumour",
    ]
    with pytest.raises(TarpeiaError, match="no claim 'rumor', did you mean 'rumour'"):
        chosen_claims(["rumor"])
    with pytest.raises(TarpeiaError, match="named twice"):
        chosen_claims(["rumour", "rumour"])
