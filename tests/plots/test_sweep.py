"""Figures of many runs say what the tables say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import sim
from sim.cli.main import app
from sim.experiments.results import SweepResult
from sim.plots import style, sweep

SCENARIO = sim.load("classroom").with_values({"crowd.people": 150, "run.days": 40})


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> SweepResult:
    """A small sweep on a grid of two."""
    return sim.sweep(
        SCENARIO,
        {"founder.exposure": (0.1, 0.9, 3), "founder.stance": ["none", "silent"]},
        replicates=6,
        folder=tmp_path_factory.mktemp("sweep") / "s",
        series_step=5,
    )


def test_a_fan_chart_shows_median_and_bands(result: SweepResult) -> None:
    groups = sweep.worlds(result, "fan_share")
    assert len(groups) == 6
    days, values = next(iter(groups.values()))
    assert values.shape == (6, len(days))
    assert days.tolist() == [0, 5, 10, 15, 20, 25, 30, 35, 39]
    with style.style():
        axes = style.new_figure(4, 3).subplots()
        sweep.fan_chart(days, values, axes)
    assert axes.lines[0].get_ydata().tolist() == np.median(values, axis=0).tolist()
    widest = axes.collections[0].get_paths()[0].vertices[:, 1]
    assert widest.max() == pytest.approx(np.percentile(values, 95, axis=0).max())
    assert widest.min() == pytest.approx(np.percentile(values, 5, axis=0).min())


def test_spaghetti_shows_every_world(result: SweepResult) -> None:
    days, values = sweep.worlds(result, "climate")["exposure 0.1, stance none"]
    with style.style():
        axes = style.new_figure(4, 3).subplots()
        sweep.spaghetti(days, values, axes)
    assert len(axes.lines) == 7
    many = np.repeat(values, 100, axis=0)
    with style.style():
        axes = style.new_figure(4, 3).subplots()
        sweep.spaghetti(days, many, axes)
    assert len(axes.lines) <= sweep.MOST_LINES + 1


def test_the_phase_diagram_is_the_table(result: SweepResult) -> None:
    names, mean, spread = sweep.phase_table(result, "units_sold")
    assert names == ("founder.exposure", "founder.stance")
    rows = result.runs
    cell = rows[(rows["founder.exposure"] == 0.5) & (rows["founder.stance"] == "silent")]
    assert mean.loc["silent", 0.5] == pytest.approx(cell["units_sold"].mean())
    assert spread.loc["silent", 0.5] == pytest.approx(cell["units_sold"].std(ddof=1))
    with style.style():
        figure = sweep.phase_page(result, "units_sold")
    image = figure.axes[0].images[0].get_array()
    assert image is not None
    assert np.asarray(image).tolist() == mean.to_numpy().tolist()


def test_the_command_draws_and_writes_the_table(result: SweepResult, tmp_path: Path) -> None:
    words = [
        "plot",
        str(result.folder),
        "--kind",
        "fan",
        "--kind",
        "spaghetti",
        "--kind",
        "phase",
        "--outcome",
        "units_sold",
        "--out",
        str(tmp_path / "f"),
    ]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0
    written = {path.name for path in (tmp_path / "f").iterdir()}
    assert written == {
        "fan-fan_share.png",
        "fan-fan_share.svg",
        "spaghetti-fan_share.png",
        "spaghetti-fan_share.svg",
        "phase-units_sold.png",
        "phase-units_sold.svg",
        "phase-units_sold-mean.csv",
        "phase-units_sold-spread.csv",
    }
    table = pd.read_csv(tmp_path / "f" / "phase-units_sold-mean.csv", index_col=0)
    _, mean, _ = sweep.phase_table(result, "units_sold")
    assert table.to_numpy().tolist() == mean.to_numpy().tolist()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--kind", "fann"], "did you mean 'fan'?"),
        (["--kind", "fan", "--series", "owners"], "'owners' was not kept"),
        (["--kind", "phase", "--outcome", "joy"], "not among the outcomes"),
    ],
)
def test_what_cannot_be_drawn_is_told(result: SweepResult, more: list[str], told: str) -> None:
    done = CliRunner().invoke(app, ["plot", str(result.folder), *more])
    assert done.exit_code == 2
    assert told in done.stderr


def test_a_phase_diagram_needs_two_factors(tmp_path: Path) -> None:
    one = sim.sweep(SCENARIO, {"founder.exposure": [0.2]}, replicates=2, folder=tmp_path / "s")
    with pytest.raises(sim.TarpeiaError, match="varies 1 things, a phase diagram needs two"):
        sweep.phase_table(one, "falls")
