"""``tarpeia new``: what it asks, what it refuses, and that what it writes can be run."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

import sim
from sim.cli.main import app
from sim.model.entries import ENTRIES
from sim.model.start import START_ENTRIES
from sim.scenario.new import QUESTIONS, answered, default, document, flag

SMALL = {"crowd.people": 200, "run.days": 20}


def tarpeia(*words: str, answers: str = "") -> Result:
    """Call the command as a user would who types the answers."""
    return CliRunner().invoke(app, list(words), input=answers, catch_exceptions=False)


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_with_defaults_it_can_be_validated_and_run(workplace: Path) -> None:
    result = tarpeia("new", "my-firm", "--yes")
    assert result.exit_code == 0
    assert "tarpeia run my-firm.toml" in result.stdout
    assert tarpeia("validate", "my-firm.toml").stdout == "my-firm.toml: ok\n"
    run = sim.run(sim.load("my-firm.toml").with_values(SMALL))
    assert np.isfinite(run.series).all()
    assert names(workplace) == ["my-firm.toml"]


def test_defaults_are_those_of_the_model(workplace: Path) -> None:
    tarpeia("new", "my-firm", "--yes", "--launch", "none", "--rule", "none")
    scenario = sim.load("my-firm.toml")
    plain = sim.Scenario()
    assert scenario.parameters == plain.parameters
    assert scenario.start == plain.start
    assert scenario.title == "My firm"
    assert not scenario.events
    assert not scenario.playbook
    assert not scenario.hypothetical


def test_every_option_arrives(workplace: Path) -> None:
    result = tarpeia(
        "new", "firm", "--title", 'Müller "& Söhne"', "--population", "5e6",
        "--start", "2026-03-01", "--days", "200",
        "--exposure", "0.9", "--candour", "0.1", "--strength", "0.7",
        "--hazard", "2e-7", "--fans", "0.02:0.05", "--anti-fans", "0.01", "--climate", "-0.2:0.1",
        "--fleet", "300000", "--coupling", "0.8", "--grievance", "0.1:0.3",
        "--launch", "2026-04-02", "--rule", "attention > 9 and climate < -0.1",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    scenario = sim.load("firm.toml")
    p, start = scenario.parameters, scenario.start
    assert scenario.title == 'Müller "& Söhne"'
    assert scenario.run.start == dt.date(2026, 3, 1)
    assert scenario.run.days == 200
    assert p.crowd.population == 5e6
    assert (p.founder.exposure, p.founder.candour) == (0.9, 0.1)
    assert (p.product.strength, p.product.hazard) == (0.7, 2e-7)
    assert (start.fans, start.anti_fans, start.climate) == ((0.02, 0.05), 0.01, (-0.2, 0.1))
    assert (start.fleet, start.coupling, start.grievance) == (300_000, 0.8, (0.1, 0.3))
    (launch,) = scenario.events
    assert (launch.date, launch.kind) == (dt.date(2026, 4, 2), "launch event")
    (rule,) = scenario.playbook
    assert rule.when == "attention > 9 and climate < -0.1"
    assert rule.set == {"exposure": 0.1, "stance": "silent"}


def test_questions_are_asked_with_their_bounds_and_asked_again(workplace: Path) -> None:
    typed = [
        "Firm B",
        "",
        "someday",
        "2026-05-01",
        "100",
        "2",
        "0.7",
        "",
        "",
        "",
        "0.8",
        "0.3",
        "0.1",
        "-2",
        "0.2",
        "",
        "1",
        "0:0.5",
        "2027-01-01",
        "2026-06-01",
        "attentoin > 3",
        "none",
    ]
    result = tarpeia("new", "b", answers="\n".join(typed) + "\n")
    assert result.exit_code == 0, result.stderr
    shown = result.stdout
    for again in (
        "run.start: 'someday' is invalid; use a date such as",
        "founder.exposure: 2 is invalid; use a number from 0 to 1",
        "start.fans: fans and anti-fans together reach 1.1 of the crowd",
        "start.climate: -2.0 is out of bounds",
        "launch: '2027-01-01' is invalid; use a day from 2026-05-01 to 2026-08-08",
        "'attentoin' is no observable, did you mean 'attention'?",
    ):
        assert again in shown
    assert all(question.words in shown for question in QUESTIONS)
    assert "a number from 0 to 1 or a range low:high" in shown
    scenario = sim.load("b.toml")
    assert scenario.title == "Firm B"
    assert scenario.start.fans == 0.8
    assert scenario.start.anti_fans == 0.1
    assert scenario.start.grievance == (0, 0.5)
    assert scenario.parameters.founder.exposure == 0.7
    assert scenario.events[0].date == dt.date(2026, 6, 1)
    assert not scenario.playbook


def test_an_option_answers_its_question(workplace: Path) -> None:
    usual = {q.key: default(q.key, "c", _defaults()) for q in QUESTIONS[1:]}
    given = [word for key, text in usual.items() for word in (flag(key), text)]
    result = tarpeia("new", "c", *given, answers="Firm C\n")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.count("?") == 1
    assert sim.load("c.toml").title == "Firm C"


def _defaults() -> dict[str, object]:
    found: dict[str, object] = {}
    for question in QUESTIONS:
        found = answered(question.key, default(question.key, "c", found), "c", found)
    return found


def test_each_value_is_explained() -> None:
    text = document("c", _defaults())
    data = tomllib.loads(text)
    for line in text.splitlines():
        assert not line or line.startswith(("[", "#", "title", "question")) or "#" in line
    for group in ("crowd", "founder", "product", "start"):
        for key in data[group]:
            entry = ENTRIES.get(f"{group}.{key}") or START_ENTRIES[f"{group}.{key}"]
            (line,) = (x for x in text.splitlines() if x.startswith(f"{key} ="))
            assert entry.meaning in line


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "a/b",
        "a\\b",
        "../a",
        ".a",
        "-x",
        "a:b",
        "a*",
        "con",
        "LPT1",
        "a\nb",
        "a. ",
        "x" * 99,
    ],
)
def test_odd_names_are_refused(name: str, workplace: Path) -> None:
    result = tarpeia("new", "--yes", "--", name)
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert "is not a valid scenario name; use letters" in line
    assert names(workplace) == []


@pytest.mark.parametrize("name", ["firm", "firm.toml", "Firma Müller", "小米", "a.b-c_2"])
def test_plain_names_are_taken(name: str, workplace: Path) -> None:
    assert tarpeia("new", name, "--yes").exit_code == 0
    assert names(workplace) == [f"{name.removesuffix('.toml')}.toml"]
    sim.load(names(workplace)[0])


def test_nothing_is_overwritten_unless_forced(workplace: Path) -> None:
    (workplace / "firm.toml").write_text("mine")
    result = tarpeia("new", "firm", "--yes")
    assert result.exit_code == 2
    assert result.stderr == "firm.toml: is there already; use another name, or --force\n"
    assert (workplace / "firm.toml").read_text() == "mine"
    assert tarpeia("new", "firm", "--yes", "--force").exit_code == 0
    assert sim.load("firm.toml").title == "Firm"


@pytest.mark.parametrize(
    ("words", "beside"),
    [
        (["--fans", "2"], "--fans: 2.0 is out of bounds"),
        (["--fans", "0.5:0.1"], "--fans: a range is written [low, high], low first"),
        (["--fans", "0.9", "--anti-fans", "0.2"], "--anti-fans: start.fans: fans and anti-fans"),
        (["--exposure", "nan"], "--exposure: 'nan' is invalid; use a number from 0 to 1"),
        (["--start", "9999-12-30"], "--start: '9999-12-30' ends after"),
        (["--start", "2026-01-01", "--launch", "2025-01-01"], "--launch: '2025-01-01'"),
        (["--rule", "import os"], "--rule: 'import os' is no condition"),
        (["--title", "two\nlines"], "--title: 'two\\nlines' is invalid; use text"),
    ],
)
def test_bad_options_leave_nothing(words: list[str], beside: str, workplace: Path) -> None:
    result = tarpeia("new", "firm", "--yes", *words)
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith(beside)
    assert names(workplace) == []


def test_a_bad_option_is_told_before_anything_is_asked(workplace: Path) -> None:
    result = tarpeia("new", "firm", "--exposure", "2", answers="Firm\n")
    assert result.exit_code == 2
    assert result.stdout == ""


def test_all_may_be_fans(workplace: Path) -> None:
    assert tarpeia("new", "firm", "--yes", "--fans", "1").exit_code == 0
    assert sim.load("firm.toml").start.anti_fans == 0


def test_answers_that_end_too_soon(workplace: Path) -> None:
    result = tarpeia("new", "firm", answers="Firm\n\n")
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith("new: no answer to 'On which day")
    assert "--start" in line
    assert names(workplace) == []


def test_a_folder_that_takes_nothing(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    result = tarpeia("new", "firm", "--yes")
    assert result.exit_code == 2
    assert "firm.toml: cannot be written (No space left on device)" in result.stderr
    assert names(workplace) == []
