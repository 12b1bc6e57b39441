"""The index of facts: what is reproduced now, by which rule, and that it stays the same."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from sim.errors import TarpeiaError
from sim.evidence import founder, topic
from sim.evidence.estimate import Estimate
from sim.evidence.fact import Fact, Published, agrees, check, picked
from sim.evidence.facts import FACTS, all_facts

STATUSES = {
    "burst-half-life": "reproduced",
    "burst-profile": "differs",
    "burst-tail": "differs",
    "burst-lognormal": "reproduced",
    "founder-branching": "differs",
    "founder-kernel": "differs",
    "founder-dispersion": "reproduced",
    "founder-branching-slow": "reproduced",
    "memory": "reproduced",
    "negatives-cluster": "reproduced",
    "negatives-gone": "reproduced",
    "attention-alone": "differs",
    "negatives-beyond": "differs",
    "silence-founder": "reproduced",
    "silence-negatives": "reproduced",
    "silence-share": "reproduced",
    "launch": "reproduced",
    "crash": "reproduced",
    "founder-named": "reproduced",
    "top-ten": "reproduced",
    "praise-banked": "reproduced",
    "tesla-crashes": "reproduced",
    "tesla-growth": "not published",
    "unseen-events": "reproduced",
    "severity-visibility": "not published",
    "topic-event": "not published",
    "topic-day": "not published",
    "topic-car": "not published",
    "board-growth": "differs",
    "board-captured": "not reproducible",
    "board-at-night": "not reproducible",
    "accidents-a-car": "not reproducible",
    "one-reader": "not reproducible",
}
# Value, low, high; ends of bootstraps are held less closely than values.
NUMBERS = {
    "half-life": (0.544, 0.44, 0.66),
    "profile day 1": (0.280, 0.21, 0.35),
    "profile day 2": (0.115, 0.07, 0.17),
    "profile day 3": (0.058, 0.03, 0.09),
    "profile day 4": (0.019, 0.00, 0.04),
    "tail exponent": (2.562, 2.31, 2.84),
    "tail exponent, any title": (2.351, 2.17, 2.62),
    "branching, constant baseline": (0.853, 0.70, 0.95),
    "branching, constant baseline, from October 2023": (0.745, 0.54, 0.86),
    "memory, constant baseline": (0.735, 0.67, 0.79),
    "branching, slow baseline": (0.581, 0.45, 0.68),
    "decay": (0.911, 0.82, 0.93),
    "pair correlation at 1 d": (3.332, 1.39, 4.70),
    "attention alone at 1 d": (2.105, 1.56, 2.72),
    "attention alone at 1 d, slow attention": (1.237, 0.96, 1.54),
    "beyond attention at 1 d": (1.586, 1.23, 2.13),
    "new negatives, silence over before": (0.912, 0.49, 1.64),
    "negatives after the launch": (10.20, 3.15, 45.1),
    "negatives after the crash": (2.056, 0.66, 4.83),
    "negatives in the top ten": (0.366, 0.29, 0.43),
    "elasticity of negatives on earlier positives": (0.395, 0.09, 0.70),
    "elasticity to the fleet": (0.703, 0.58, 0.83),
    "elasticity to the fleet, negative binomial": (0.705, 0.58, 0.83),
    "rank correlation of severity and visibility": (-0.176, -0.68, 0.35),
    "titles a negative event, xiaomi": (7.30, 2.22, 13.8),
    "titles a car, su7": (8.33, 5.38, 11.9),
    "titles of the board, 2021": (291.1, 279.0, 303.0),
}


def numbers() -> dict[str, Estimate]:
    found = {}
    for one in all_facts():
        found |= {ours.name: ours for _, ours, _ in one.compared} | {e.name: e for e in one.also}
    return found


@pytest.mark.slow
def test_the_statuses_are_as_they_are_now() -> None:
    assert {one.fact.id: one.status for one in all_facts()} == STATUSES
    assert list(FACTS) == list(STATUSES)


@pytest.mark.parametrize("name", NUMBERS)
def test_the_numbers_are_as_they_are_now(name: str) -> None:
    value, low, high = NUMBERS[name]
    found = numbers()[name]
    assert found.value == pytest.approx(value, abs=0.002, rel=0.002)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.03, rel=0.05)


def test_every_estimate_says_what_it_is() -> None:
    for one in numbers().values():
        assert one.low <= one.value <= one.high, one.name
        assert one.unit, one.name
        assert one.method, one.name
        assert one.sample, one.name
        assert one.n > 0, one.name
        assert str(one).startswith(one.name)


@pytest.mark.slow
def test_every_fact_has_numbers_or_a_reason() -> None:
    for fact in FACTS.values():
        assert fact.statement.endswith((".", ").")), fact.id
        assert fact.reproducible is (fact.reason == ""), fact.id
        assert fact.reproducible or not fact.published, fact.id
    for one in all_facts():
        if one.status == "not published":
            assert one.also, one.fact.id


@pytest.mark.slow
def test_the_same_call_gives_the_same_numbers_and_another_seed_others() -> None:
    fact = FACTS["silence-share"]
    first = check(fact)
    for cached in (founder.coverage_fits, topic.board):
        cached.cache_clear()
    from sim.evidence import shocks

    shocks.silence.cache_clear()
    assert check(fact).compared == first.compared
    other = check(fact, seed=2).compared[0].ours
    assert other.value == first.compared[0].ours.value
    assert other.low != first.compared[0].ours.low
    again = check(FACTS["founder-dispersion"]).compared[0].ours
    assert again == numbers()["size, constant baseline"]


@pytest.mark.slow
def test_all_facts_are_quick() -> None:
    started = time.process_time()
    all_facts()
    assert time.process_time() - started < 60.0
    assert all_facts() is all_facts()


def estimate(value: float, low: float, high: float, name: str = "x") -> Estimate:
    return Estimate(name, value, low, high, "titles", "none", "titles", 1)


def test_the_rule_of_agreement() -> None:
    ours = estimate(1.0, 0.8, 1.2)
    assert agrees(Published("x", 1.5, 0.9, 2.0), ours)  # ours within theirs
    assert agrees(Published("x", 1.1, 1.05, 1.15), ours)  # theirs within ours
    assert agrees(Published("x", 1.2), ours)
    assert not agrees(Published("x", 1.3), ours)
    # Overlapping intervals alone are not enough.
    assert not agrees(Published("x", 1.3, 1.1, 1.5), ours)


def test_a_check_judges_what_was_published_and_keeps_the_rest() -> None:
    def estimator(seed: int) -> tuple[Estimate, ...]:
        return estimate(seed, 0.0, 2.0), estimate(9.0, 8.0, 9.5, "x, another way")

    fact = Fact("f", "F.", (Published("x", 1.5),), estimator)
    found = check(fact)
    assert found.status == "reproduced"
    assert [one.name for one in found.also] == ["x, another way"]
    both = Fact("f", "F.", (Published("x", 1.5), Published("x, another way", 1.0)), estimator)
    assert check(both).status == "differs"
    with pytest.raises(TarpeiaError, match="f: no estimate is called 'y'"):
        check(Fact("f", "F.", (Published("y", 1.5),), estimator))
    assert check(Fact("f", "F.", reason="no data")).status == "not reproducible"
    assert len(picked(estimator, "x, another")(1)) == 0
    assert str(Published("x", 1.5, 1.0, 2.0)) == "x 1.5 [1, 2]"


def test_without_scipy_the_way_out_is_named() -> None:
    def estimator(seed: int) -> tuple[Estimate, ...]:
        raise ModuleNotFoundError("No module named 'scipy'", name="scipy")

    with pytest.raises(TarpeiaError, match=r'scipy is not installed; pip install "tarpeia\[ana'):
        check(Fact("f", "F.", (Published("x", 1.5),), estimator))


def test_importing_the_evidence_loads_neither_scipy_nor_pandas() -> None:
    code = (
        "import sys, sim.evidence.facts; "
        "print([m for m in ('scipy', 'pandas', 'matplotlib', 'numba') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_topic_is_told_with_its_confounders() -> None:
    found = {one.name: one for one in topic.topic()}
    assert "too few" in found["titles a negative event, byd"].note
    assert "phones included" in found["titles a day, xiaomi_all over byd_all"].note
    assert "memory" in found["titles a car, su7"].note
    cars = topic.su7_cars(topic.daily("su7").between(*topic.SU7_YEAR).dates)
    assert cars[0] == pytest.approx(7058 + 8646 + 14296)
    assert cars[-1] == pytest.approx(296_954 - 50_000 / 31)
