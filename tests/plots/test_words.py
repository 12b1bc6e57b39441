"""A run in words, and words and numbers that fit."""

from __future__ import annotations

import pytest

from sim.plots import text
from sim.plots.alt_text import alt_text
from sim.plots.header_and_foot import CASE_NOTE
from tests.plots.made_runs import EDGES, make_run


@pytest.mark.parametrize("edge", EDGES)
def test_the_run_in_words(edge: str) -> None:
    run = EDGES[edge]
    words = alt_text(run)
    assert ("粉转黑" in words) == (edge == "Chinese")
    assert "\n" not in words
    assert "nan" not in words.lower().replace("finan", "")
    assert f"seed {run.scenario.run.seed}" in words
    assert ("Hypothetical" in words) == bool(run.scenario.hypothetical)
    assert (CASE_NOTE in words) == bool(run.scenario.run.case)


def test_the_words_tell_the_falls_and_the_camps() -> None:
    words = alt_text(make_run(700, 2))
    assert "Fans go from 5 % to" in words
    assert "at most 55 % on 27 May 2024" in words
    assert "The fan share falls 2 times: 27 May 2024 to" in words
    assert "2 dated events are marked." in words
    assert "these levers move: exposure, candour" in words


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (0.25, "0.25"),
        (950, "950"),
        (1200, "1.2k"),
        (100_000, "100k"),
        (999_999, "1M"),
        (1_200_000, "1.2M"),
        (3e9, "3B"),
        (-1500, "\N{MINUS SIGN}1.5k"),
    ],
)
def test_numbers_are_said_as_people_say_them(value: float, said: str) -> None:
    assert text.brief(value) == said


def test_text_is_cut_where_it_may_be() -> None:
    news = "SU7 launch: 50,000 deposits in 27 min, 88,898 in 24 h"
    assert text.fitted(news, 9.0) == news
    assert text.fitted(news, 3.2, clauses=True) == "SU7 launch: 50,000 deposits in 27 min"
    short = text.fitted(news, 1.0)
    assert short.endswith("…")
    assert text.width_of(short) <= 1.0
    assert text.fitted("", 1.0) == ""
    assert text.plain("a\n b\tc") == "a b c"
    assert text.plain("\U0010fffd") == "\N{WHITE SQUARE}"
