"""The tables: scorecard and facts."""

from __future__ import annotations

import pytest

from sim.claims.report.tables import Tried, counts, facts_table, scorecard
from sim.evidence.facts import FACTS
from tests.claims.small_claims import TRIED


@pytest.mark.slow
def test_the_scorecard_has_a_row_a_claim(tried: Tried) -> None:
    table = scorecard(tried)
    assert [row[0] for row in table.rows] == list(TRIED)
    assert table.rows[3][2].endswith("(amended; first failed)")
    assert table.rows[2][2] == "reported"
    assert table.rows[2][4] == "–"
    assert "1 reported" in counts(tried)


def test_the_facts_are_all_in_their_table() -> None:

    rows = facts_table().rows
    assert [row[0] for row in rows] == [fact.statement for fact in FACTS.values()]
    assert all(row[2] for row in rows)
    assert {row[3] for row in rows} == {
        "reproduced",
        "differs",
        "not reproducible",
        "not published",
    }
