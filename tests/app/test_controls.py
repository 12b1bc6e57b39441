"""What the page lets a visitor do comes from the shared tables."""

from __future__ import annotations

import sim
from sim.app.controls import controls, model_params
from sim.model import layout


def test_the_page_s_parameters_are_keywords_of_the_mesa_model() -> None:
    values = {name: one["value"] for name, one in model_params().items()}
    with sim.ReputationModel(people=50, days=3, rng=1, **values) as model:
        model.step()
    assert [one["name"] for one in controls()["levers"]] == list(layout.LEVERS)
    assert all(one["meaning"] for one in controls()["levers"])
