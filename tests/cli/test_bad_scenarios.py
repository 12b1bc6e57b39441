"""Bad scenarios: exit 2, one line that names file, key, problem and way out, nothing left."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calls import (
    everything,
    refused,
    tarpeia,
)

pytestmark = pytest.mark.usefixtures("workplace")


HEAD = 'title = "A firm"\n'

RULE = '[[playbook]]\nwhen = "{}"\nset = {{ {} }}\nfor_days = {}\n'
EVENT = "[run]\nstart = 2026-01-01\ndays = 20\n[[events]]\ndate = {}\nkind = {}\n"

# What it is: the text of the file, the key it must name, what it must say beside.
TEXTS = {
    "unknown key": ("[founder]\nexposur = 1\n", "founder.exposur", "'founder.exposure'"),
    "unknown group": ("[foundr]\nexposure = 1\n", "foundr", "'founder'"),
    "key without its group": ("exposure = 1\n", "exposure", "[founder]"),
    "unknown run setting": ("[run]\nsed = 1\n", "run.sed", "'run.seed'"),
    "unknown start": ("[start]\nfan = 1\n", "start.fan", "'start.fans'"),
    "a group that is no table": ("founder = 3\n", "founder", "use a table"),
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
    "no day": ('[run]\nstart = "soon"\n', "run.start", "a date such as"),
    "time of day": ("[run]\nstart = 2026-01-01T10:00:00\n", "run.start", "a date such as"),
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
    "event without a day": (
        EVENT.format('"today"', '"market"'),
        "events[1].date",
        "a date such as",
    ),
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
    "kind without its file": ('[network]\nkind = "file"\n', "network.file", "use it with kind"),
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
    assert everything(workplace).keys() == {"firm.toml"}
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
    assert everything(workplace).keys() == {"firm.toml"}


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
    assert everything(workplace).keys() == {"folder"}


def test_several_faults_are_counted_by_run_and_listed_by_validate(workplace: Path) -> None:
    (workplace / "firm.toml").write_text(HEAD + "[founder]\nexposure = 2\ncandour = 3\nx = 1\n")
    assert refused(tarpeia("run", "firm.toml")).endswith("(and 2 more faults)")
    result = tarpeia("validate", "firm.toml", "classroom", "nowhere")
    assert result.exit_code == 2
    assert result.stdout == "classroom: ok\n"
    places = [line.rpartition(":")[0] for line in result.stderr.splitlines()]
    assert len(places) == 4
    assert all(line.startswith("firm.toml: founder.") for line in places[:3])


# Name and content of a network file, what the line must say.
NETWORKS = {
    "negative": ("net.csv", "0,1\n-1,2\n", "from 0 to 199"),
    "missing": ("net.csv", "0,1\n1,\n", "; use "),
    "one of two": ("net.txt", "0 1\n7\n", "; use "),
    "no number": ("net.csv", "0,1\nann,bob\n", "; use "),
    "fraction": ("net.csv", "0,1\n1.5,2\n", "; use "),
    "too large": ("net.csv", "0,1\n0,200\n", "from 0 to 199"),
    "far too large": ("net.csv", f"0,1\n0,{'9' * 40}\n", "from 0 to 199"),
    "empty": ("net.csv", "", "empty"),
    "binary": ("net.csv", "\x00\x01\x02", "; use "),
    "unknown kind": ("net.docx", "0,1\n", ".graphml"),
    "no GraphML": ("net.graphml", "<graphml>", "; use "),
    "no Parquet": ("net.parquet", "PAR1", "; use "),
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
    assert everything(workplace).keys() == {"firm.toml", name}
