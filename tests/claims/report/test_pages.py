"""Pages: NetLogo's headings, and commands that can be typed."""

from __future__ import annotations

import pytest

from sim.claims.data_verdict import DataVerdict
from sim.claims.index import CLAIMS
from sim.claims.report.pages import HEADINGS, page_of, to_try
from sim.claims.report.tables import Tried
from sim.claims.trial import try_claim
from sim.cli.run import chosen_scenario
from sim.runs.simulate import run
from tests.claims.small_claims import small


@pytest.mark.slow
def test_a_page_has_netlogos_headings(tried: Tried) -> None:
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
    claim = small(CLAIMS["fan-to-black"], 200)
    trial = try_claim(claim, replicates=5, draws=0)
    words = " ".join(page_of(trial, DataVerdict("silent")).sections[3].paragraphs)
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
    return run(chosen_scenario(name, settings, without, people="2000")).series.tobytes()


@pytest.mark.slow
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
