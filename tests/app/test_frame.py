"""A frame: everyone as he is, and who is in the news."""

from __future__ import annotations

import base64

import numpy as np

from sim.app.frame import CIRCLE, PASSION_SHIFT, REPELLED, SPEAKS
from sim.app.session import Session
from sim.model import layout
from tests.app.sessions import do, firm, visit


def test_a_person_is_drawn_as_he_is() -> None:
    one = visit()
    do(one, "step", days=30)
    people = np.frombuffer(base64.b64decode(one.frame()["people"]), dtype=np.uint8)
    crowd = one.run.world.crowd
    fan = crowd.role == layout.FAN
    assert len(people) == 300
    np.testing.assert_array_equal(people & 3, crowd.role)
    np.testing.assert_array_equal(people & SPEAKS != 0, crowd.voice != 0)
    circle = fan & (crowd.passion > one.run.scenario.parameters.people.circle)
    np.testing.assert_array_equal(people & CIRCLE != 0, circle)
    repelled = (crowd.role == layout.SILENT) & (crowd.marks & layout.RESISTER != 0)
    np.testing.assert_array_equal(people & REPELLED != 0, repelled)
    np.testing.assert_array_equal((people >> PASSION_SHIFT)[fan], np.rint(7 * crowd.passion[fan]))
    assert fan.any()


def test_who_is_in_the_news_is_lit() -> None:
    one = Session("classroom", firm(**{"run.incidents": "dated"}))
    assert one.frame()["news"] == {"outlets": [0.0] * len(one.scene()["outlets"]), "founder": 0.0}
    do(one, "drop", happening="launch")
    do(one, "step", days=1)
    news = one.frame()["news"]
    named = [layout.S_STORIES_GOOD_FOUNDER, layout.S_STORIES_BAD_FOUNDER]
    assert news["founder"] == one.run.series[0, named].sum()
    assert max(news["outlets"]) > 0.2
