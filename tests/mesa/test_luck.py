"""Luck in every form that Mesa and numpy know becomes a run seed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sim
from sim.errors import TarpeiaError
from sim.mesa.keywords import run_seed
from sim.mesa.model import ReputationModel
from tests.mesa.small_model import SMALL, same, small


@pytest.mark.parametrize(
    ("given", "seed"),
    [
        (None, None),
        ("", None),
        ("  ", None),
        (0, 0),
        (12, 12),
        ("12", 12),
        (" 0012 ", 12),
        (np.int32(12), 12),
        (12.0, 12),
        (np.float64(12), 12),
        (2**63 - 1, 2**63 - 1),
        (str(2**63 - 1), 2**63 - 1),
    ],
)
def test_numbers_and_text_are_seeds(given: Any, seed: int | None) -> None:
    assert run_seed(given) == seed


@pytest.mark.parametrize(
    "given",
    [
        -1,
        "-1",
        1.5,
        "1.5",
        "1e3",
        "x",
        "١٢",
        "9" * 29,
        "9" * 9_000,
        2**63,
        float(2**63),
        True,
        float("nan"),
        float("inf"),
        np.float64("inf"),
        [],
        [1, "x"],
        [-1],
        {"a": 1},
        object(),
    ],
)
def test_what_is_no_seed_is_refused(given: Any) -> None:
    with pytest.raises(TarpeiaError, match=r"^rng: .* is invalid; use a whole number"):
        run_seed(given)


def test_numpy_luck_becomes_a_seed_deterministically() -> None:
    generator = np.random.default_rng(5)
    first, second = run_seed(generator), run_seed(generator)
    assert first != second
    assert first == run_seed(np.random.default_rng(5)) == run_seed(np.random.PCG64(5))
    words = np.random.SeedSequence([1, 2])
    assert run_seed(words) == run_seed(words) == run_seed([1, 2]) == run_seed((1, np.int8(2)))
    assert run_seed(words) != run_seed(np.random.SeedSequence([1, 3]))
    assert all(0 <= (run_seed(np.random.SeedSequence(k)) or 0) < 2**63 for k in range(100))


def test_rng_and_seed_mean_the_same_and_none_the_scenarios() -> None:
    frames = []
    for luck in ({"rng": 9}, {"rng": "9"}, {"seed": 9}, {"rng": None, "seed": "9"}, {}):
        with ReputationModel(small({"run.seed": 9}), **luck) as model:
            assert model.scenario.run.seed == 9
            model.run_model()
            frames.append(model.series)
    assert all(same(frames[0], frame) for frame in frames)
    with ReputationModel(small(), rng=10) as model:
        model.run_model()
        assert not same(frames[0], model.series)


def test_mesas_generators_are_seeded_and_never_drawn_from(model: ReputationModel) -> None:
    with ReputationModel(**SMALL) as other:
        assert model.random.random() == other.random.random()
        assert model.rng.random() == other.rng.random()
    states = model.random.getstate(), model.rng.bit_generator.state
    model.step()
    assert (model.random.getstate(), model.rng.bit_generator.state) == states
    model.random.seed(99)
    model.rng.random(100)
    model.run_model()
    assert same(model.series, sim.run(small()).daily)
