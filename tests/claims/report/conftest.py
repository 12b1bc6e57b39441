"""Four claims tried in small crowds, and a cycle of two worlds."""

from __future__ import annotations

import pytest

from sim.claims.cycle import Cycle, cycle_of
from sim.claims.data_verdict import data_verdict_of
from sim.claims.index import CLAIMS
from sim.claims.report.tables import Tried
from sim.claims.trial import try_claim
from tests.claims.small_claims import TRIED, small


@pytest.fixture(scope="session")
def tried() -> Tried:
    return [
        (try_claim(small(CLAIMS[name], 200), replicates=5, draws=2), data_verdict_of(CLAIMS[name]))
        for name in TRIED
    ]


@pytest.fixture(scope="session")
def cycle() -> Cycle:
    return cycle_of(worlds=2)
