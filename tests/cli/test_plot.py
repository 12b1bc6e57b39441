"""``tarpeia plot`` draws from stored results, all figures or none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.calls import (
    FILES,
    digest,
    names,
    tarpeia,
)


def test_plot_draws_from_stored_results(
    finished: tuple[Any, Path], workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (results,) = (finished[1] / "results").iterdir()
    monkeypatch.setattr(
        "sim.engine.world.allocate", lambda *_: pytest.fail("something is simulated")
    )
    result = tarpeia("plot", str(results), "--kind", "camps", "--out", "figures/camps")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == [
        str(Path("figures/camps") / name) for name in ("camps.png", "camps.svg")
    ]
    assert names(workplace / "figures" / "camps") == ["camps.png", "camps.svg"]


@pytest.mark.slow
def test_plot_puts_an_overview_beside_the_results(undrawn: Path) -> None:
    digest()
    assert tarpeia("plot", "out").exit_code == 0
    assert names(undrawn / "out") == FILES


def test_plot_refuses_an_unknown_kind(undrawn: Path) -> None:
    digest()
    result = tarpeia("plot", "out", "--kind", "cmaps", "--out", "figures")
    assert result.exit_code == 2
    assert result.stderr == "--kind: no figure 'cmaps', did you mean 'camps'?\n"
    assert names(undrawn) == ["out"]


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_plot_leaves_no_half_of_a_figure(
    fault: BaseException, undrawn: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest()

    def half(_: object, folder: Path, name: str) -> None:
        (folder / f"{name}.png").write_bytes(b"half")
        raise fault

    monkeypatch.setattr("sim.plots.files.save", half)
    result = tarpeia("plot", "out", "--out", "figures/new")
    assert result.exit_code == (2 if isinstance(fault, OSError) else 130)
    assert len(result.stderr.splitlines()) == 1
    assert names(undrawn) == ["out"]
