"""What may be typed, and the one way of saying that something may not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.cli.sweep import DESIGNS
from sim.errors import TarpeiaError
from sim.experiments.plans import NOTHING, with_nothing
from sim.scenario import kinds, typed


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("founder.exposure", "0.4", 0.4),
        ("founder.exposure", "1", 1.0),
        ("crowd.people", "20_000", 20_000),
        ("product.heavy_tail", "False", False),
        ("founder.stance", "deny", "deny"),
        ("start.fans", "0.1", 0.1),
        ("start.fans", "0.1:.2", (0.1, 0.2)),
        ("run.seed", "7", 7),
        ("network.file", "a b.csv", "a b.csv"),
    ],
)
def test_what_is_typed_has_the_kind_of_its_parameter(name: str, text: str, value: Any) -> None:
    parsed = typed.parse(name, text)
    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize("name", typed.KNOWN)
def test_every_name_has_a_meaning_and_bounds(name: str) -> None:
    assert typed.meaning_of(name)
    assert typed.allowed_for(name)
    if typed.allowed_for(name) != "text":
        with pytest.raises(TarpeiaError, match=r"; use |allowed is"):
            sim.Scenario().with_values({name: typed.parse(name, "?")})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("founder.exposure=0.1:0.9:5", {"low": 0.1, "high": 0.9, "steps": 5}),
        ("founder.exposure=0.1:0.9", {"low": 0.1, "high": 0.9}),
        ("founder.exposure = 0.1, 0.4", [0.1, 0.4]),
        ("founder.exposure=0.4", [0.4]),
        ("founder.stance=deny,none", ["deny", "none"]),
        ("product.heavy_tail=true,false", [True, False]),
        ("crowd.people=100,200", [100, 200]),
        ("run.start=2026-01-01,2026-02-01", [dt.date(2026, 1, 1), dt.date(2026, 2, 1)]),
        ("events[1].date=2026-01-09,2026-01-10", [dt.date(2026, 1, 9), dt.date(2026, 1, 10)]),
        ("events[1].excess=3,4.5", [3.0, 4.5]),
        ("events[1].kind=market,rumour", ["market", "rumour"]),
        ("playbook[1].for_days=3,9", [3, 9]),
        ("playbook[1].set.exposure=0.1:0.3", {"low": 0.1, "high": 0.3}),
        ("playbook[1].set.stance=deny,none", ["deny", "none"]),
        ("playbook[1].when=climate < 0", ["climate < 0"]),
    ],
)
def test_levers_as_typed(text: str, told: Any) -> None:
    (found,) = typed.variations([text]).items()
    assert found == (text.partition("=")[0].strip(), told)
    assert [type(v) for v in found[1]] == [type(v) for v in told]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("founder.exposure", "is invalid; use group.name=low:high:steps"),
        ("founder.exposure=", "founder.exposure: needs values, e.g. 0.1:0.9:5"),
        ("founder.exposur=0.1,0.2", "did you mean 'founder.exposure'?"),
        ("exposure=0.1", "did you mean 'founder.exposure'?"),
        ("founder.exposure=0.1:0.2:0.3", "low:high:steps"),
        ("founder.exposure=0.1:0.2:3:4", "low:high:steps"),
        ("founder.exposure=a:b", "low:high:steps"),
        ("founder.exposure=:", "low:high:steps"),
        ("founder.exposure=much", "a number from 0 to 1"),
        ("founder.exposure=0.1,,0.2", "a number from 0 to 1"),
        ("founder.exposure=nan", "a number from 0 to 1"),
        ("crowd.people=1.5", "a whole number"),
        ("product.heavy_tail=1", "true or false"),
        ("events[1].date=soon", "a date such as"),
        ("events[1].date=2026-01-01:2026-02-01:3", "low:high:steps"),
        ("playbook[1].for_days=1.5", "use a whole number"),
        ("playbook[1].set.exposure=__import__('os')", "a number"),
    ],
)
def test_bad_levers_are_named(text: str, told: str) -> None:
    with pytest.raises(sim.TarpeiaError) as caught:
        typed.variations([text])
    (line,) = caught.value.faults
    assert text.partition("=")[0] in line
    assert told in line


def test_all_bad_levers_are_told_at_once() -> None:
    texts = ["founder.exposure=0.1", "founder.exposure=0.2", "nothing", "a.b=1"]
    with pytest.raises(sim.TarpeiaError) as caught:
        typed.variations(texts)
    assert len(caught.value.faults) == 3
    assert caught.value.faults[0] == "founder.exposure: given twice; give it once"


def test_designs_and_plans_as_typed(tmp_path: Path) -> None:
    for word in ("lhs", "latin-hypercube"):
        assert kinds.choice("--design", word, DESIGNS) == "latin-hypercube"
    with pytest.raises(TarpeiaError) as caught:
        kinds.choice("--design", "sobel", DESIGNS)
    assert str(caught.value) == (
        "--design: 'sobel' is invalid; use grid, lhs, latin-hypercube or sobol"
    )
    (tmp_path / "a.toml").write_text("[founder]\nexposure = 0.1\n")
    assert [plan.name for plan in with_nothing([tmp_path / "a.toml"])] == [NOTHING, "a"]


@pytest.mark.parametrize(("text", "value"), [("1", 1), ("8", 8), (" 3 ", 3), ("+4", 4), ("0_5", 5)])
def test_whole_numbers(text: str, value: int) -> None:
    assert kinds.whole_number("--workers", text, 1, 8) == value


@pytest.mark.parametrize(
    "text", ["0", "9", "-1", "two", "", "1.0", "1e0", "nan", "9" * 9999, "__import__('os')"]
)
def test_a_whole_number_that_is_none_is_named_with_its_bounds(text: str) -> None:
    with pytest.raises(TarpeiaError) as caught:
        kinds.whole_number("--workers", text, 1, 8)
    quoted = repr(text if len(text) <= 40 else text[:37] + "...")
    assert str(caught.value) == f"--workers: {quoted} is invalid; use a whole number from 1 to 8"


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ((), "a whole number"),
        ((0,), "a whole number, 0 or more"),
        ((5, 10_000), "a whole number from 5 to 10,000"),
    ],
)
def test_bounds_in_words(bounds: tuple[int, ...], words: str) -> None:
    assert kinds.whole_words(*bounds) == words


def test_pairs_are_split_once_and_each_problem_is_named() -> None:
    found, faults = kinds.pairs(["a = b=c", "d=", "e", "=f", "a=g"], "name=value")
    assert found == {"a": "b=c", "d": ""}
    assert faults == [
        "'e' is invalid; use name=value",
        "'=f' is invalid; use name=value",
        "a: given twice; give it once",
    ]


def test_settings_are_all_checked_before_any_is_refused() -> None:
    with pytest.raises(TarpeiaError) as caught:
        typed.settings(["founder.exposure=much", "founder.stance", "run.days=x"])
    assert caught.value.faults == (
        "'founder.stance' is invalid; use group.name=value",
        "founder.exposure: 'much' is invalid; use a number from 0 to 1",
        "run.days: 'x' is invalid; use a whole number from 1 to 36,500",
    )
