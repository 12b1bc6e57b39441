"""Sessions by their code: kept for a while, and let go."""

from __future__ import annotations

from sim.app.visitors import KEPT_SECONDS, MOST_VISITORS, Visitors
from sim.codes import ALPHABET, CODE_LENGTH
from tests.app.sessions import visit


def test_a_session_is_found_by_its_code_until_a_quarter_of_an_hour_has_passed() -> None:
    now = [0.0]
    visitors = Visitors(lambda: now[0])
    one, other = visit(), visit()
    first, second = visitors.enter(one), visitors.enter(other)
    assert len({first, second}) == 2
    assert all(len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) for code in (first, second))
    now[0] = KEPT_SECONDS
    assert visitors.find(first) is one  # and is kept anew
    now[0] += 1.0
    assert visitors.find(second) is None
    assert len(visitors) == 1
    now[0] = 2 * KEPT_SECONDS + 1
    visitors.free()
    assert len(visitors) == 0


def test_when_there_are_too_many_the_longest_unused_makes_room() -> None:
    now = [0.0]
    visitors = Visitors(lambda: now[0])
    one = visit()
    codes = []
    for k in range(MOST_VISITORS):
        now[0] = k / MOST_VISITORS
        codes.append(visitors.enter(one))
    now[0] = 1.0
    visitors.find(codes[0])
    visitors.enter(one)
    assert len(visitors) == MOST_VISITORS
    assert visitors.find(codes[1]) is None
    assert visitors.find(codes[0]) is one


def test_a_session_in_use_keeps_its_code() -> None:
    now = [0.0]
    visitors = Visitors(lambda: now[0])
    one = visit()
    code = visitors.enter(one)
    now[0] = KEPT_SECONDS + 1
    visitors.free()
    visitors.keep(code, one)
    assert visitors.find(code) is one
