"""Pages, scorecard, figures and what is kept of a trial."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.claims.claim import Claim
from sim.claims.cycle import Cycle, cycle_of
from sim.claims.data_verdict import Evidenced, evidenced
from sim.claims.index import CLAIMS
from sim.claims.judge import Mean
from sim.claims.report import figures, kept
from sim.claims.report.html import facts_table, prepare, write
from sim.claims.report.pages import HEADINGS, box_text, counts, page_of, scorecard, to_try, wilson
from sim.claims.trial import Box, Trial, try_claim
from sim.cli.run import chosen
from sim.errors import TarpeiaError
from sim.plots import style
from sim.runs.simulate import run

NAMES = ("rumour", "conservation", "refuse-altar", "fan-circle-platform")


def small(claim: Claim) -> Claim:
    return replace(claim, setting=replace(claim.setting, people=200))


@pytest.fixture(scope="module")
def tried() -> list[tuple[Trial, Evidenced]]:
    return [
        (try_claim(small(CLAIMS[name]), replicates=5, draws=2), evidenced(CLAIMS[name]))
        for name in NAMES
    ]


@pytest.fixture(scope="module")
def cycle() -> Cycle:
    return cycle_of(worlds=2)


def same(one: Any, other: Any) -> bool:
    """Compare plain values, nan equal to nan."""
    if isinstance(one, float) and isinstance(other, float):
        return one == other or (math.isnan(one) and math.isnan(other))
    if isinstance(one, Mean):
        return all(map(same, (one.value, one.low, one.high), (other.value, other.low, other.high)))
    return bool(one == other)


def test_a_page_has_netlogos_headings(tried: list[tuple[Trial, Evidenced]]) -> None:
    for trial, data in tried:
        page = page_of(trial, data)
        assert tuple(section.heading for section in page.sections) == HEADINGS
        assert all(section.paragraphs for section in page.sections)
        words = " ".join(text for section in page.sections for text in section.paragraphs)
        assert trial.claim.phrase in words
        assert trial.claim.expected in words
        assert trial.claim.amended in words
        notice = page.sections[3]
        assert notice.table is not None
        assert len(notice.table.rows) == len(trial.claim.parts)


def test_a_page_says_when_its_pattern_is_built_in() -> None:
    claim = small(CLAIMS["fan-to-black"])
    trial = try_claim(claim, replicates=5, draws=0)
    words = " ".join(page_of(trial, Evidenced("silent")).sections[3].paragraphs)
    assert "Built in: its pattern (few-per-cent" in words
    assert "plausible parameter box" not in words


def series_of(command: str) -> bytes:
    """Type a command of a page, in a smaller crowd."""
    tarpeia, verb, name, *options = command.split()
    assert (tarpeia, verb) == ("tarpeia", "run")
    pairs = list(zip(options[::2], options[1::2], strict=True))
    assert {option for option, _ in pairs} <= {"--set", "--without"}
    settings = [value for option, value in pairs if option == "--set"]
    without = [value for option, value in pairs if option == "--without"]
    return run(chosen(name, {"--people": "2000"}, settings, without)).series.tobytes()


def test_what_a_page_says_to_try_shows_the_mechanism() -> None:
    """Every command can be typed, and its world differs from the scenario as it is."""
    commands = dict.fromkeys(c for claim in CLAIMS.values() for c in to_try(claim).commands)
    results = {command: series_of(command) for command in commands}
    for claim in CLAIMS.values():
        base, *others = to_try(claim).commands
        assert len(others) == len(claim.mechanisms)
        for command in others:
            assert command.startswith(base)
            assert results[command] != results[base]


def test_the_scorecard_has_a_row_a_claim(tried: list[tuple[Trial, Evidenced]]) -> None:
    table = scorecard(tried)
    assert [row[0] for row in table.rows] == list(NAMES)
    assert table.rows[3][2].endswith("(amended; first failed)")
    assert table.rows[2][2] == "reported"
    assert table.rows[2][4] == "–"
    assert "1 reported" in counts(tried)


def test_wilsons_interval() -> None:
    low, high = wilson(Box(8, 10))
    assert (low, high) == pytest.approx((0.490, 0.943), abs=0.001)
    assert wilson(Box(0, 10))[0] == 0.0
    assert wilson(Box(10, 10))[1] == pytest.approx(1.0)
    assert box_text(Box(0, 0)) == "–"


def test_what_is_kept_comes_back(tried: list[tuple[Trial, Evidenced]], tmp_path: Path) -> None:
    for trial, data in tried:
        kept.kept(tmp_path, kept.kept_record(trial, data, 2))
        claim = CLAIMS[trial.claim.id]
        back = kept.kept(tmp_path, claim, 1, 5, 2)
        assert back is not None
        for one, other in zip(trial.parts, back.parts, strict=True):
            assert all(map(same, vars(one).values(), vars(other).values()))
        assert (back.verdict, back.reason, back.box) == (trial.verdict, trial.reason, trial.box)
        assert back.curves.keys() == trial.curves.keys()
        for curve in back.curves.values():
            assert curve.shape[1] <= kept.POINTS


def test_what_was_kept_otherwise_is_tried_again(
    tried: list[tuple[Trial, Evidenced]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = CLAIMS["rumour"]
    kept.kept(tmp_path, kept.kept_record(*tried[0], 2))
    assert kept.kept(tmp_path, claim, 1, 5, 2) is not None
    for asked in ((2, 5, 2), (1, 6, 2), (1, 5, 3)):
        assert kept.kept(tmp_path, claim, *asked) is None
    assert kept.kept(tmp_path, CLAIMS["retreat"], 1, 5, 2) is None
    path = tmp_path / "rumour.json"
    whole = path.read_text(encoding="utf-8")
    for damaged in ("", "[]", "{}", whole[:-40], whole.replace('"parts"', '"part"')):
        path.write_text(damaged, encoding="utf-8")
        assert kept.kept(tmp_path, claim, 1, 5, 2) is None
    path.write_text(whole, encoding="utf-8")
    monkeypatch.setattr(kept, "claims_version", lambda: "another")
    assert kept.kept(tmp_path, claim, 1, 5, 2) is None


def test_json_has_no_nan_and_what_the_command_promises(
    tried: list[tuple[Trial, Evidenced]],
) -> None:
    for trial, data in tried:
        record = kept.trial_record(trial, data)
        text = json.dumps(record, allow_nan=False)
        assert {
            "id",
            "statistic",
            "with",
            "without",
            "interval",
            "expected",
            "model",
            "evidence",
        } <= set(json.loads(text))


def test_the_report_is_written_and_escaped(
    tried: list[tuple[Trial, Evidenced]], cycle: Cycle, tmp_path: Path
) -> None:
    evil = replace(tried[0][0], reason="<script>alert(1)</script>")
    prepare(tmp_path / "report")
    index = write([(evil, tried[0][1]), *tried[1:]], tmp_path / "report", cycle)
    text = index.read_text(encoding="utf-8")
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    for name in NAMES:
        assert f'href="{name}.html"' in text
        page = (index.parent / f"{name}.html").read_text(encoding="utf-8")
        assert "<script>" not in page
        for heading in HEADINGS:
            assert f"<h2>{heading}</h2>" in page
        assert f'src="figures/{name}.png" alt="{name}:' in page
        assert (index.parent / "figures" / f"{name}.png").stat().st_size > 5_000
    assert (index.parent / "figures" / "cycle.png").is_file()
    assert "http" not in text.replace('charset="utf-8"', "")  # nothing is loaded from elsewhere
    # The same command goes on in the folder.
    prepare(tmp_path / "report")


def test_a_folder_that_is_no_report_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(TarpeiaError, match="holds something that is no report"):
        prepare(tmp_path)
    with pytest.raises(TarpeiaError, match="is a file"):
        prepare(tmp_path / "mine.txt")


def test_the_facts_are_all_in_their_table() -> None:
    from sim.evidence.facts import FACTS

    rows = facts_table().rows
    assert [row[0] for row in rows] == [fact.statement for fact in FACTS.values()]
    assert all(row[2] for row in rows)
    assert {row[3] for row in rows} == {
        "reproduced",
        "differs",
        "not reproducible",
        "not published",
    }


@pytest.mark.parametrize("place", range(len(NAMES)))
def test_a_figure_shows_with_and_without(tried: list[tuple[Trial, Evidenced]], place: int) -> None:
    trial = tried[place][0]
    with style.style():
        figure = figures.claim_page(trial)
        figure.canvas.draw()
    axes = figure.get_axes()
    assert len(axes) == len(trial.parts) + bool(trial.curves)
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    width, height = figure.get_size_inches() * figure.dpi
    for ax in axes:
        box = ax.get_tightbbox(renderer)
        assert box is not None
        assert box.x0 >= 0
        assert box.y0 >= -2
        assert box.x1 <= width + 2
        assert box.y1 <= height + 2
    if trial.curves:
        labels = axes[0].get_legend_handles_labels()[1]
        assert any(label.startswith("with") for label in labels)
        assert any(label.startswith("without") for label in labels)


def test_an_undefined_statistic_is_said_so_on_the_figure(
    tried: list[tuple[Trial, Evidenced]],
) -> None:
    nothing = Mean(math.nan, math.nan, math.nan)
    judged = replace(tried[0][0].parts[0], with_it=nothing, without=nothing)
    ax = figures.statistic(CLAIMS["rumour"].parts[0], judged)
    assert [text.get_text() for text in ax.texts] == ["undefined"]


def test_the_cycle_is_labelled(cycle: Cycle) -> None:
    with style.style():
        figure = figures.cycle_page(cycle)
        figure.canvas.draw()
    words = {text.get_text() for text in figure.get_axes()[0].texts}
    assert {"rise", "fall"} <= words
    share = figures.shares_of(cycle.followed)
    whole = cycle.followed.sum(axis=1)
    assert np.allclose(share.sum(axis=1)[whole > 0], 1.0)
    assert not share[whole == 0].any()
