"""Scenario files of the visitor's own: played, or refused with their fault."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sim
from sim.app.actions import act
from sim.app.asked import MOST_UPLOAD
from sim.scenario.files import dumps
from tests.app.sessions import DAYS, do, firm, visit


def test_a_scenario_of_ones_own_is_played() -> None:
    one = visit()
    text = dumps(firm(**{"run.seed": 9}))
    do(one, "upload", text=text)
    do(one, "step", days=DAYS)
    np.testing.assert_array_equal(one.run.series, sim.run(firm(**{"run.seed": 9})).series)
    assert one.link() == ""  # nobody else has the file


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "title: missing"),
        ("title = ", "not TOML"),
        ('title = "x"\n[run]\ndays = 9999', "run.days: the page takes at most 5,000"),
        ('title = "x"\n[crowd]\npeople = 900000', "crowd.people: the page takes at most 50,000"),
        ('title = "x"\n[network]\nkind = "file"\nfile = "/etc/passwd"', "the page opens no files"),
        ("#" * (MOST_UPLOAD + 1), "upload: larger than 100,000 bytes"),
        ('title = "x"\n[founder]\nexposre = 1', "did you mean 'founder.exposure'"),
        (None, "upload: a scenario is TOML text"),
        (17, "upload: a scenario is TOML text"),
    ],
)
def test_a_bad_file_is_refused_with_its_fault(text: Any, fault: str) -> None:
    one = visit()
    before = one.run
    act(one, {"what": "upload", "text": text})
    assert fault in one.message
    assert one.run is before


@pytest.mark.parametrize(
    "text",
    [
        'title = "x"\n[[events]]\ndate = 2026-01-02\nkind = "rumour"\n'
        + "set.exposure"
        + ".a" * 3000
        + " = 1",
        'title = "\ud800"',
        "[" + "a." * 9000 + "a]\n" + "\n".join(f"k{k} = 1" for k in range(2000)),
        'title = "x"\n[network]\naudience = 2000\n[crowd]\npeople = 50000',
    ],
    ids=["deep", "surrogate", "quadratic", "ties"],
)
def test_a_file_that_would_cost_too_much_is_refused_at_once(text: str) -> None:
    one = visit()
    before = one.run
    act(one, {"what": "upload", "text": text})
    assert one.message
    assert one.run is before
