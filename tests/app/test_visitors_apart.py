"""Visitors see nothing of each other, sixty at once included; they share what is only read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from sim.app.session import Session
from sim.runs.course import HAPPENINGS
from tests.app.sessions import do, firm, visit


def test_two_visitors_do_not_see_each_other_and_share_what_is_only_read() -> None:
    one, other = visit(), visit()
    do(one, "step", days=20)
    do(one, "lever", lever="exposure", value=0.0)
    assert other.run.day == 0
    assert other.run.changes == ()
    assert other.frame()["levers"]["exposure"] != 0.0
    assert one.frame()["levers"]["exposure"] == 0.0
    assert one.run.world.network is other.run.world.network
    assert one.positions is other.positions


def test_sessions_of_one_crowd_share_network_and_layout() -> None:
    one, other = visit(), Session("classroom", firm(**{"founder.exposure": 0.1}))
    assert one.positions is other.positions
    assert one.run.world.network is other.run.world.network


@pytest.mark.slow
def test_sixty_sessions_at_once_see_nothing_of_each_other() -> None:
    def played(session: Session, k: int) -> Session:
        do(session, "lever", lever="exposure", value=k / 60)
        for _ in range(10):
            do(session, "next", painted=session.frame()["number"])
            do(session, "play", speed=1)
            do(session, "next", painted=session.frame()["number"])
            if session.run.day == 5:
                do(session, "drop", happening=list(HAPPENINGS)[k % len(HAPPENINGS)])
        return session

    seeds = [k % 7 for k in range(60)]
    sessions = [Session("classroom", firm(**{"run.seed": seed})) for seed in seeds]
    with ThreadPoolExecutor(60) as crowd:
        list(crowd.map(played, sessions, range(60)))
    for k, (seed, one) in enumerate(zip(seeds, sessions, strict=True)):
        alone = played(Session("classroom", firm(**{"run.seed": seed})), k)
        assert one.run.changes == alone.run.changes
        assert one.run.day == alone.run.day > 9
        np.testing.assert_array_equal(one.run.series, alone.run.series)
        assert one.frame()["people"] == alone.frame()["people"]
