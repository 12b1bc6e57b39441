"""Bad input: exit 2, one line that names file, key, problem and what is allowed, nothing left."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sim.cli.main import app
from tests.places import ROOT

HEAD = 'title = "A firm"\n'
SMALL = ("--people", "200", "--days", "20")


def tarpeia(*words: str) -> Result:
    """Call the command as a user would."""
    return CliRunner().invoke(app, list(words), catch_exceptions=False)


def refused(result: Result) -> str:
    """Return the one line of a refusal."""
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    assert "Traceback" not in lines[0]
    return lines[0]


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, and a temporary folder beside it that must stay empty."""
    folder, spare = tmp_path / "work", tmp_path / "temporary"
    folder.mkdir()
    spare.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr("tempfile.tempdir", str(spare))
    return folder


RULE = '[[playbook]]\nwhen = "{}"\nset = {{ {} }}\nfor_days = {}\n'
EVENT = "[run]\nstart = 2026-01-01\ndays = 20\n[[events]]\ndate = {}\nkind = {}\n"

# What it is: the text of the file, the key it must name, what it must say beside.
TEXTS = {
    "unknown key": ("[founder]\nexposur = 1\n", "founder.exposur", "'founder.exposure'"),
    "unknown group": ("[foundr]\nexposure = 1\n", "foundr", "'founder'"),
    "key without its group": ("exposure = 1\n", "exposure", "[founder]"),
    "unknown run setting": ("[run]\nsed = 1\n", "run.sed", "'run.seed'"),
    "unknown start": ("[start]\nfan = 1\n", "start.fan", "'start.fans'"),
    "a group that is no table": ("founder = 3\n", "founder", "allowed is a table"),
    "above its bounds": ("[founder]\nexposure = 1.5\n", "founder.exposure", "from 0 to 1"),
    "below its bounds": ("[crowd]\npeople = 0\n", "crowd.people", "from 1 to"),
    "start out of bounds": ("[start]\nclimate = -2\n", "start.climate", "from -1 to 1"),
    "camps above one": ("[start]\nfans = 0.8\nanti_fans = 0.5\n", "start.fans", "at most 1"),
    "text for a number": ('[founder]\nexposure = "0.5"\n', "founder.exposure", "a number"),
    "fraction for a whole": ("[crowd]\npeople = 20.5\n", "crowd.people", "a whole number"),
    "bool for a number": ("[founder]\nexposure = true\n", "founder.exposure", "a number"),
    "bool for a whole": ("[run]\ndays = true\n", "run.days", "a whole number"),
    "bool for a start": ("[start]\nfans = true\n", "start.fans", "a number"),
    "number for a bool": ("[product]\nheavy_tail = 1\n", "product.heavy_tail", "true or false"),
    "no such choice": ('[founder]\nstance = "shout"\n', "founder.stance", "apologise"),
    "text for a list": ('[run]\nwithout = "shield"\n', "run.without", "a list"),
    "no such mechanism": ('[run]\nwithout = ["sheild"]\n', "run.without", "'shield'"),
    "NaN": ("[founder]\nexposure = nan\n", "founder.exposure", "from 0 to 1"),
    "NaN at the start": ("[start]\nfans = nan\n", "start.fans", "from 0 to 1"),
    "NaN in a range": ("[start]\nfans = [0.1, nan]\n", "start.fans", "from 0 to 1"),
    "infinite": ("[start]\nfleet = inf\n", "start.fleet", "a number from"),
    "huge whole": (f"[crowd]\npeople = {'9' * 300}\n", "crowd.people", "a whole number"),
    "huge hexadecimal": (f"[run]\nseed = 0x{'f' * 9999}\n", "run.seed", "or less"),
    "too many digits": (f"[run]\nseed = {'9' * 9999}\n", "TOML", "too many digits"),
    "huge fraction": ("[start]\nfleet = 1e308\n", "start.fleet", "a number from"),
    "deeply nested": (f"[start]\nfans = {'[' * 200}{']' * 200}\n", "start.fans", "[low, high]"),
    "nested beyond reading": (f"a = {'[' * 9999}{']' * 9999}\n", "TOML", "too deeply"),
    "deep key": ("a" + ".b" * 900 + " = 1\n", "a", "known:"),
    "range reversed": ("[start]\nfans = [0.4, 0.1]\n", "start.fans", "low first"),
    "range of three": ("[start]\nfans = [0.1, 0.2, 0.3]\n", "start.fans", "two numbers"),
    "key given twice": ("[run]\nseed = 1\nseed = 2\n", "seed = 2", "once"),
    "group given twice": ("[run]\nseed = 1\n[run]\ndays = 2\n", "run", "once"),
    "no TOML": ("To whom it may concern\n", "To whom", "name = 1"),
    "no day": ('[run]\nstart = "soon"\n', "run.start", "a day as in"),
    "time of day": ("[run]\nstart = 2026-01-01T10:00:00\n", "run.start", "a day as in"),
    "no days": ("[run]\ndays = 0\n", "run.days", "1 or more"),
    "end before start": ("[run]\nstart = 2026-02-01\nend = 2026-01-01\n", "run.end", "not before"),
    "end and days": (
        "[run]\nstart = 2026-02-01\nend = 2026-03-01\ndays = 3\n",
        "run.end",
        "one of",
    ),
    "beyond the calendar": ("[run]\nstart = 9999-12-01\ndays = 99\n", "run.days", "fewer"),
    "event too early": (EVENT.format("2025-12-31", '"market"'), "events[1].date", "2026-01-01"),
    "event too late": (EVENT.format("2026-01-21", '"market"'), "events[1].date", "2026-01-20"),
    "event without a day": (EVENT.format('"today"', '"market"'), "events[1].date", "a day as in"),
    "no such event": (EVENT.format("2026-01-05", '"markt"'), "events[1].kind", "market"),
    "unknown observable": (
        RULE.format("attentoin > 6", "exposure = 0.1", 9),
        "playbook[1].when",
        "'attention'",
    ),
    "no condition": (
        RULE.format("__import__('os')", "exposure = 0.1", 9),
        "playbook[1].when",
        "attention > 6",
    ),
    "unknown lever": (
        RULE.format("attention > 6", "exposre = 0.1", 9),
        "playbook[1].set",
        "'exposure'",
    ),
    "lever out of bounds": (
        RULE.format("attention > 6", "exposure = 2", 9),
        "playbook[1].set",
        "0 to 1",
    ),
    "lever that is NaN": (
        RULE.format("attention > 6", "exposure = nan", 9),
        "playbook[1].set",
        "0 to 1",
    ),
    "rule without levers": (RULE.format("attention > 6", "", 9), "playbook[1].set", "at least one"),
    "rule for no days": (
        RULE.format("attention > 6", "exposure = 0.1", 0),
        "playbook[1].for_days",
        "1 or more",
    ),
    "rule that is no list": ('[playbook]\nwhen = "attention > 6"\n', "playbook", "a list"),
    "file without its kind": ('[network]\nfile = "net.csv"\n', "network.file", 'kind = "file"'),
    "kind without its file": ('[network]\nkind = "file"\n', "network.file", "a file"),
}


@pytest.mark.parametrize("case", TEXTS)
def test_scenario_text(case: str, workplace: Path) -> None:
    text, key, beside = TEXTS[case]
    file = workplace / "firm.toml"
    file.write_text(HEAD + text, encoding="utf-8")
    line = refused(tarpeia("run", "firm.toml", "--out", "results/out"))
    assert line.startswith("firm.toml: ")
    assert key in line
    assert beside in line
    assert len(line) < 600
    assert everything(workplace) == {"firm.toml"}
    assert refused(tarpeia("validate", "firm.toml")).startswith("firm.toml: ")


# What it is: the bytes of the file, what the line must say.
BYTES = {
    "empty": (b"", "empty"),
    "blank": (b" \n\n", "empty"),
    "comments alone": (b"# nothing\n", "title"),
    "binary": (b"title = \x00\x01\x02", "binary"),
    "a picture": (b"\x89PNG\r\n\x1a\n\xff\xfe", "UTF-8"),
    "another encoding": ('title = "M\xfcller"\n'.encode("latin-1"), "UTF-8"),
    "two bytes a letter": (HEAD.encode("utf-16"), "UTF-8"),
    "no title": (b"[founder]\nexposure = 0.5\n", "title"),
    "enormous": (b"# " + b"x" * 1_000_001, "1,000,000 bytes"),
}


@pytest.mark.parametrize("case", BYTES)
def test_scenario_bytes(case: str, workplace: Path) -> None:
    data, beside = BYTES[case]
    (workplace / "firm.toml").write_bytes(data)
    line = refused(tarpeia("run", "firm.toml", "--out", "out"))
    assert line.startswith("firm.toml: ")
    assert beside in line
    assert everything(workplace) == {"firm.toml"}


@pytest.mark.parametrize(
    ("name", "beside"),
    [
        ("nowhere.toml", "no such file"),
        ("clasroom", "'classroom'"),
        ("folder", "not a file"),
        ("[bold]red[/bold].toml", "no such file"),
        ("two\nlines.toml", "no such file"),
    ],
)
def test_no_scenario(name: str, beside: str, workplace: Path) -> None:
    (workplace / "folder").mkdir()
    line = refused(tarpeia("run", name))
    assert line.startswith(name.replace("\n", "\\n") + ": ")
    assert beside in line
    assert everything(workplace) == {"folder"}


def test_several_faults_are_counted_by_run_and_listed_by_validate(workplace: Path) -> None:
    (workplace / "firm.toml").write_text(HEAD + "[founder]\nexposure = 2\ncandour = 3\nx = 1\n")
    assert refused(tarpeia("run", "firm.toml")).endswith("(and 2 more faults)")
    result = tarpeia("validate", "firm.toml", "classroom", "nowhere")
    assert result.exit_code == 2
    assert result.stdout == "classroom: ok\n"
    places = [line.rpartition(":")[0] for line in result.stderr.splitlines()]
    assert len(places) == 4
    assert all(line.startswith("firm.toml: founder.") for line in places[:3])


# What is typed: what the line must say.
TYPED = {
    ("--set", "exposure=0.4"): "'founder.exposure'",
    ("--set", "exposre=0.4"): "'founder.exposure'",
    ("--set", "founder.exposre=0.4"): "'founder.exposure'",
    ("--set", "fans=0.4"): "'start.fans'",
    ("--set", "days=4"): "'run.days'",
    ("--set", "founder.exposure"): "group.name=value",
    ("--set", "founder.exposure=much"): "a number from 0 to 1",
    ("--set", "founder.exposure=1.01"): "a number from 0 to 1",
    ("--set", "founder.exposure=nan"): "a number from 0 to 1",
    ("--set", "founder.exposure=-inf"): "a number from 0 to 1",
    ("--set", "founder.exposure=1e999"): "a number from 0 to 1",
    ("--set", "founder.exposure=0.1:0.2"): "a number from 0 to 1",
    ("--set", "founder.exposure=__import__('os')"): "a number from 0 to 1",
    ("--set", "founder.stance=shout"): "apologise",
    ("--set", "product.heavy_tail=1"): "true or false",
    ("--set", "crowd.people=2e3"): "a whole number from 1",
    ("--set", f"crowd.people={'9' * 9999}"): "a whole number from 1",
    ("--set", "start.fans=0.4:0.1"): "low first",
    ("--set", "start.fans=0.1:x"): "low:high",
    ("--set", "start.fans=0.1:nan"): "low:high",
    ("--set", "run.start=2026-02-30"): "a day as in",
    ("--set", "run.case="): "no such parameter",
    ("--set", "run.incidents=few"): "dated, random, both",
    ("--set", "network.kind=file"): "network.file",
    ("--set", "network.file=nowhere.csv"): "no such file",
    ("--seed", "-1"): "or more",
    ("--seed", "luck"): "a whole number",
    ("--people", "0"): "from 1",
    ("--people", "99999999999"): "a whole number from 1",
    ("--days", "1.5"): "a whole number",
    ("--days", "40000"): "or less",
    ("--threads", "0"): "1 to ",
    ("--threads", "-1"): "1 or more",
    ("--threads", "999"): "1 to ",
    ("--threads", "two"): "1 or more",
    ("--without", "hichhiking"): "'hitchhiking'",
}


@pytest.mark.parametrize("typed", TYPED, ids=lambda typed: " ".join(typed)[:40])
def test_option(typed: tuple[str, str], workplace: Path) -> None:
    flag, text = typed
    given = [] if flag in ("--people", "--days") else SMALL
    line = refused(tarpeia("run", "classroom", *given, f"{flag}={text}"))
    assert line.startswith((f"{flag}: ", "classroom: network.file: "))
    assert TYPED[typed] in line
    assert len(line) < 600
    assert everything(workplace) == set()


def test_twice_the_same_setting(workplace: Path) -> None:
    line = refused(tarpeia("run", "--set", "founder.exposure=0.1", "--set", "founder.exposure=0.2"))
    assert "founder.exposure: given twice" in line


@pytest.mark.parametrize(
    ("words", "beside"),
    [
        (["run", "--sed", "1"], "--sed"),
        (["run", "--seed"], "--seed"),
        (["run", "a", "b"], "b"),
        (["rum"], "'run'"),
        (["--nonsense"], "--nonsense"),
        (["validate"], "FILE"),
        (["plot"], "results"),
        (["new"], "name"),
    ],
)
def test_wrong_usage(words: list[str], beside: str, workplace: Path) -> None:
    line = refused(tarpeia(*words))
    assert line.startswith("tarpeia")
    assert beside.lower() in line.lower()
    assert "--help" in line
    assert everything(workplace) == set()


# Name and content of a network file, what the line must say.
NETWORKS = {
    "negative": ("net.csv", "0,1\n-1,2\n", "from 0 to 199"),
    "missing": ("net.csv", "0,1\n1,\n", "allowed is"),
    "one of two": ("net.txt", "0 1\n7\n", "allowed is"),
    "no number": ("net.csv", "0,1\nann,bob\n", "allowed is"),
    "fraction": ("net.csv", "0,1\n1.5,2\n", "allowed is"),
    "too large": ("net.csv", "0,1\n0,200\n", "from 0 to 199"),
    "far too large": ("net.csv", f"0,1\n0,{'9' * 40}\n", "from 0 to 199"),
    "empty": ("net.csv", "", "empty"),
    "binary": ("net.csv", "\x00\x01\x02", "allowed is"),
    "unknown kind": ("net.docx", "0,1\n", ".graphml"),
    "no GraphML": ("net.graphml", "<graphml>", "allowed is"),
    "no Parquet": ("net.parquet", "PAR1", "allowed is"),
}


@pytest.mark.parametrize("case", NETWORKS)
@pytest.mark.parametrize("command", ["run", "validate"])
def test_network_file(case: str, command: str, workplace: Path) -> None:
    name, text, beside = NETWORKS[case]
    (workplace / name).write_text(text, encoding="utf-8")
    (workplace / "firm.toml").write_text(
        f"{HEAD}[run]\ndays = 20\n[crowd]\npeople = 200\n"
        f'[network]\nkind = "file"\nfile = "{name}"\n'
    )
    more = ["--out", "results/out"] if command == "run" else []
    line = refused(tarpeia(command, "firm.toml", *more))
    assert line.startswith("firm.toml: network.file: ")
    assert name in line
    assert beside in line
    assert everything(workplace) == {"firm.toml", name}


def test_out_below_a_file(workplace: Path) -> None:
    (workplace / "notes.txt").write_text("mine")
    line = refused(tarpeia("run", *SMALL, "--out", "notes.txt/out"))
    assert line.startswith(str(Path("notes.txt/out")) + ": cannot be written")
    assert "--out" in line
    assert everything(workplace) == {"notes.txt"}


def test_out_that_is_a_file(workplace: Path) -> None:
    (workplace / "notes.txt").write_text("mine")
    line = refused(tarpeia("run", *SMALL, "--out", "notes.txt"))
    assert line.startswith("notes.txt: is a file")
    assert (workplace / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("beside", [(), ("manifest.json",)])
def test_out_with_foreign_files(beside: tuple[str, ...], workplace: Path) -> None:
    folder = workplace / "thesis"
    folder.mkdir()
    for name in ("chapter.tex", *beside):
        (folder / name).write_text("mine")
    line = refused(tarpeia("run", *SMALL, "--out", "thesis"))
    assert line.startswith("thesis: holds ")
    assert "chapter.tex" in line
    assert (folder / "chapter.tex").read_text() == "mine"


def test_out_with_too_long_a_name(workplace: Path) -> None:
    line = refused(tarpeia("run", *SMALL, "--out", "x" * 300))
    assert "x" * 300 in line
    assert everything(workplace) == set()


def test_a_full_disk_is_found_before_the_run(
    workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9 - 4096, 4096))
    monkeypatch.setattr("sim.runs.simulate.run", lambda *_, **__: pytest.fail("the run began"))
    line = refused(tarpeia("run", *SMALL, "--out", "results/out"))
    assert line.startswith(str(Path("results/out")) + ": the disk has")
    assert "--out" in line
    assert everything(workplace) == set()


def test_a_folder_that_takes_nothing_is_found_before_the_run(
    workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    monkeypatch.setattr("sim.runs.simulate.run", lambda *_, **__: pytest.fail("the run began"))
    line = refused(tarpeia("run", *SMALL, "--out", "results/out"))
    assert line.startswith(str(Path("results/out")) + ": cannot be written (Permission denied)")
    assert everything(workplace) == set()


def test_too_little_memory(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("sim.runs.simulate.run", refuse)
    assert "--people" in refused(tarpeia("run", *SMALL))
    assert everything(workplace) == set()


@pytest.mark.parametrize("damage", ["no folder", "no file", "no Parquet", "other bytes", "no JSON"])
def test_damaged_results(damage: str, workplace: Path, tiny: object) -> None:
    from sim.runs.simulate import run
    from sim.scenario.scenario import Scenario

    assert isinstance(tiny, Scenario)
    folder = workplace / "results"
    if damage != "no folder":
        run(tiny).save(folder)
    if damage == "no file":
        (folder / "daily.parquet").unlink()
    if damage == "no Parquet":
        (folder / "daily.parquet").write_bytes(b"PAR1PAR1")
    if damage == "other bytes":
        run(tiny, seed=7).save(workplace / "other")
        shutil.copy(workplace / "other" / "daily.parquet", folder)
        shutil.rmtree(workplace / "other")
    if damage == "no JSON":
        (folder / "manifest.json").write_text("[")
    before = everything(workplace)
    assert refused(tarpeia("plot", "results", "--out", "figures")).startswith("results")
    assert everything(workplace) == before


def test_no_traceback_from_the_program_itself(workplace: Path) -> None:
    (workplace / "firm.toml").write_bytes(b"\x00")
    done = subprocess.run(
        [sys.executable, "-m", "sim", "run", "firm.toml", "--json"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "firm.toml: a binary file; a scenario is TOML text in UTF-8"
    ]
