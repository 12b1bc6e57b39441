"""What the tests of the Mesa model share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sim.mesa.model import ReputationModel
from tests.mesa.small_model import SMALL


@pytest.fixture
def model() -> Iterator[ReputationModel]:
    with ReputationModel(**SMALL) as made:
        yield made
