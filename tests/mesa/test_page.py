"""Mesa's own page, SolaraViz, drives the model: it steps, takes the levers and begins anew."""

from __future__ import annotations

import os
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.app.controls import model_params
from tests.places import ROOT

# Mesa's page calls hooks after a return, which Solara warns of where it is drawn.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*found despite early return:UserWarning"),
]


def test_mesa_s_page_steps_moves_a_lever_and_begins_anew(
    capsys: pytest.CaptureFixture[str],
) -> None:
    os.environ.setdefault("SOLARA_TELEMETRY_MIXPANEL_ENABLE", "False")
    import ipyvuetify
    import solara
    from mesa.visualization import SolaraViz, make_plot_component

    world: dict[str, Any] = {"people": 60, "days": 20, "rng": 3}
    levers = {name: one["value"] for name, one in model_params().items()}
    shown: list[Any] = []

    @solara.component
    def page() -> None:
        model = solara.use_memo(lambda: solara.reactive(sim.ReputationModel(**world, **levers)), [])
        shown[:] = [model]
        with solara.AppLayout(title="Tarpeia"):
            SolaraViz(
                model,
                components=[make_plot_component(["fan_share", "anti_fan_share"])],
                model_params={**world, **model_params()},
            )

    _, context = solara.render(page(), handle_error=False)
    capsys.readouterr()  # Solara prints the title where there is no browser

    def press(name: str) -> None:
        buttons = context.find(ipyvuetify.Btn).widgets
        next(one for one in buttons if one.children == [name]).click()

    press("Step")
    press("Step")
    first = shown[0].value
    assert first.day == 2
    context.find(ipyvuetify.Slider, label="Exposure").widget.v_model = 0.25
    press("Reset")
    press("Step")
    second = shown[0].value
    assert second is not first
    assert (second.day, second.founder.exposure) == (1, 0.25)
    with sim.ReputationModel(**world, **{**levers, "exposure": 0.25}) as alone:
        alone.step()
        assert second.today == alone.today
    context.close()


def test_the_example_of_the_docs_shows_a_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import ipyvuetify
    import solara

    text = (ROOT / "docs" / "page.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(import solara\n.*?)```", text, re.DOTALL)
    page = tmp_path / "mesa_page.py"
    page.write_text(example.replace("people=1000", "people=50"), encoding="utf-8")
    names = runpy.run_path(str(page))
    _, context = solara.render(solara.AppLayout(children=[names["Page"]()]), handle_error=False)
    capsys.readouterr()
    labels = [one.children for one in context.find(ipyvuetify.Btn).widgets]
    assert ["Step"] in labels
    assert ["Reset"] in labels
    context.close()
