"""``tarpeia sweep`` and ``validate`` with the file of a sweep."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import sim
from sim.scenario.files import shipped_sweeps
from tests.cli.calls import (
    everything,
    refused,
    tarpeia,
)
from tests.cli.sweeps import FILE
from tests.places import ROOT

pytestmark = pytest.mark.usefixtures("workplace")


def test_a_sweep_from_a_file(file: Path) -> None:
    result = tarpeia("sweep", "two.toml", "--json", "--out", "out")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout.splitlines()[-1])["runs"] == 8
    kept = sim.load_sweep("out")
    assert kept.sweep.settings.title == "Two levels"
    assert [one.name for one in kept.sweep.outcomes] == ["falls", "climate.mean"]
    assert kept.sweep.scenario.parameters.crowd.people == 60


def test_options_beside_a_file(file: Path) -> None:
    result = tarpeia(
        "sweep",
        "two.toml",
        "--replicates",
        "3",
        "--seed",
        "7",
        "--outcome",
        "climate_lowest",
        "--set",
        "founder.warmth=0.25",
        "--out",
        "out",
    )
    assert result.exit_code == 0, result.stderr
    kept = sim.load_sweep("out")
    assert len(kept.runs) == 12
    assert kept.sweep.settings.seed == 7
    assert [one.name for one in kept.sweep.outcomes] == ["climate_lowest"]
    assert kept.sweep.scenario.parameters.founder.warmth == 0.25
    assert kept.sweep.scenario.parameters.crowd.people == 60  # of the file's base


def test_more_of_a_file_goes_into_the_same_folder(file: Path) -> None:
    both = [
        json.loads(tarpeia("sweep", "two.toml", "--json", *more).stdout.splitlines()[-1])
        for more in ((), ("--replicates", "4"))
    ]
    assert both[0]["results"] == both[1]["results"]
    assert [one["runs"] for one in both] == [8, 16]


def test_longer_than_the_file_says(file: Path) -> None:
    file.write_text(FILE.replace("run.days = 20", "run.days = 10"))  # the launch is on day 15
    result = tarpeia("sweep", "two.toml", "--set", "run.days=20", "--out", "out")
    assert result.exit_code == 0, result.stderr
    row = sim.load_sweep("out").runs.iloc[0]
    values = {"crowd.people": 60, "run.days": 20, "founder.exposure": 0.1}
    luck = {"run.seed": int(row["seed"]), "run.crowd_seed": int(row["crowd_seed"])}
    assert row["plan"] == "as it is"
    run = sim.run(sim.load("classroom").with_values({**values, **luck}))
    assert run.digest[:16] == row["digest"]


def test_a_stop_rule_in_a_file(workplace: Path) -> None:
    rule = '[stop]\noutcome = "falls"\nhalf_width = 9.0\nat_least = 3\nat_most = 50\n'
    (workplace / "two.toml").write_text(FILE + rule)
    dry = tarpeia("sweep", "two.toml", "--dry-run")
    assert "2 points x 2 plans x 50 replicates at most = 200 runs" in dry.stdout
    result = tarpeia("sweep", "two.toml", "--json")
    assert json.loads(result.stdout.splitlines()[-1])["runs"] == 12


def test_the_scenario_of_a_file_is_looked_for_beside_it(
    workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = workplace / "study"
    study.mkdir()
    (study / "firm.toml").write_text('title = "Mine"\n[crowd]\npeople = 50\n[run]\ndays = 20\n')
    text = 'scenario = "firm.toml"\nreplicates = 1\n[levers]\nfounder.exposure = [0.1]\n'
    (study / "sweep.toml").write_text(text)
    before = everything(study)
    result = tarpeia("sweep", "study/sweep.toml", "--json")
    assert result.exit_code == 0, result.stderr
    line = refused(tarpeia("sweep", "study/sweep.toml", "--out", "study"))
    assert line.startswith("study: holds something that is no sweep")
    assert everything(study) == before


def test_sweeps_that_come_along_are_valid(workplace: Path) -> None:
    named = list(shipped_sweeps())
    paths = [str(path) for path in shipped_sweeps().values()]
    assert len(named) == len(list((ROOT / "scenarios" / "sweeps").glob("*.toml"))) >= 3
    result = tarpeia("validate", *named, *paths)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == [f"{target}: ok" for target in (*named, *paths)]


# What is put in place of a line of the file: what the line of the fault must say.
BROKEN: dict[str, tuple[str, str, str]] = {
    "unknown name": ("replicates = 2", "replicate = 2", "replicate: unknown name, did you mean"),
    "no scenario": (
        '"classroom"',
        '"clasroom"',
        "clasroom: no such file; did you mean 'classroom'",
    ),
    "scenario": ('"classroom"', "3", "scenario: missing, it must be given"),
    "out of bounds": ("[0.1, 0.9]", "[0.1, 9]", "point 2: founder.exposure: 9 is invalid"),
    "no such lever": ("exposure =", "exposur =", "founder.exposur: no such parameter"),
    "crossed": ("[0.1, 0.9]", "{ low = 0.9, high = 0.1, steps = 3 }", "0.9 to 0.1 is no range"),
    "no steps": ("[0.1, 0.9]", "{ low = 0.1, high = 0.9 }", "a range without steps"),
    "base": ("people = 60", "people = 0", "crowd.people: 0 is invalid"),
    "plans": ('"hush"', '"as it is"', "plans: the name 'as it is' is given twice"),
    "plan": ('"silent"', '"shout"', "founder.stance: 'shout' is invalid"),
    "outcome": ('"falls"', '"fals"', "fals: no such outcome, did you mean 'falls'?"),
    "days": ("climate.mean", "climate.mean[9:30]", "climate.mean[9:30]: no such days"),
    "no TOML": ("replicates = 2", "replicates: 2", "not TOML"),
}


@pytest.mark.parametrize("command", ["validate", "sweep"])
@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_named(case: str, command: str, file: Path) -> None:
    old, new, told = BROKEN[case]
    assert FILE.count(old) == 1
    file.write_text(FILE.replace(old, new))
    line = refused(tarpeia(command, "two.toml"))
    assert line.startswith("two.toml: ")
    assert told in line
    assert everything(file.parent).keys() == {"two.toml"}


def test_all_faults_of_a_file_are_listed_by_validate(file: Path) -> None:
    file.write_text(
        FILE + '[[plans]]\nname = "hush"\n[stop]\nouttcome = "falls"\nhalf_width = -1\n'
    )
    result = tarpeia("validate", "two.toml", "top-heavy")
    assert result.exit_code == 2
    assert result.stdout == "top-heavy: ok\n"
    lines = result.stderr.splitlines()
    assert len(lines) == 3
    assert all(line.startswith("two.toml: stop.") for line in lines)
