"""The documents say what the code does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT

ELEMENTS = [
    "Purpose and patterns",
    "Entities, state variables, and scales",
    "Process overview and scheduling",
    "Design concepts",
    "Initialization",
    "Input data",
    "Submodels",
]


def test_generated_tables_are_current() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "update_docs.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + " run scripts/update_docs.py"


def test_what_is_generated_of_the_claims_is_current() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "update_claims.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_claim_has_its_figure_in_the_document() -> None:
    from sim.claims.index import CLAIMS

    text = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    shown = re.findall(r"\]\(\.\./results/figures/claims/([a-z-]+)\.png\)", text)
    assert shown == ["cycle", *CLAIMS]
    for name in shown:
        path = ROOT / "results" / "figures" / "claims" / f"{name}.png"
        assert 5_000 < path.stat().st_size < 200_000, name


def test_the_odd_has_the_seven_elements_in_order() -> None:
    text = (ROOT / "docs" / "ODD.md").read_text(encoding="utf-8")
    heads = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert heads[0] == "The model at the whiteboard"
    assert heads[1:] == ELEMENTS


def test_trace_has_its_eight_elements_in_order() -> None:
    text = (ROOT / "docs" / "TRACE.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
        "Problem formulation",
        "Model description",
        "Data evaluation",
        "Conceptual model evaluation",
        "Implementation verification",
        "Model output verification",
        "Model analysis",
        "Model output corroboration",
    ]


def test_the_odd_speaks_of_parameters_that_exist() -> None:
    from sim.model.entries import FLAT

    text = (ROOT / "docs" / "ODD.md").read_text(encoding="utf-8").split("## Submodels")[1]
    prose = text.split("<!-- table: parameters -->")[0]
    named = set(re.findall(r"`([a-z_]+)`", prose))
    # for_days belongs to a rule, not to the parameters.
    assert named - {"for_days"} <= set(FLAT)
    # Every parameter of the phases is explained in the submodels.
    missing = [
        name
        for flat, name in FLAT.items()
        if name.split(".")[0] in ("people", "conversation", "participation") and flat not in named
    ]
    assert not missing


def commands_of_readme() -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = []
    for block in re.findall(r"```(?:sh|console)\n(.*?)```", text, re.DOTALL):
        found += [
            line.strip() for line in block.splitlines() if line.strip().startswith("python3 ")
        ]
    return found


@pytest.mark.parametrize("command", commands_of_readme())
def test_the_commands_of_the_readme_run(command: str, tmp_path: Path) -> None:
    words = command.split("#", maxsplit=1)[0].split()
    script, arguments = words[1], words[2:]
    assert (ROOT / script).is_file()
    if script != "scripts/tarpeia.py":
        return  # the checks themselves are not run from within the checks
    import shlex

    arguments = shlex.split(command.split("  #", maxsplit=1)[0])[2:]
    if arguments[0] in ("app", "class"):
        return  # serves until it is stopped; test_app_page.py and test_classroom_page.py start it
    if arguments[0] == "atlas":
        arguments += ["--steps", "2", "--lucks", "1"]
    if arguments[0] == "run":
        arguments += ["--people", "300", "--days", "60"]
    arguments = [str(ROOT / a) if a.startswith("scenarios/") else a for a in arguments]
    if arguments[0] == "plot":
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "sim",
                "run",
                "classroom",
                "--people",
                "200",
                "--days",
                "30",
                "--out",
                arguments[1],
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            env={**__import__("os").environ, "PYTHONPATH": str(ROOT)},
        )
        assert done.returncode == 0, done.stderr
    done = subprocess.run(
        [sys.executable, "-m", "sim", *arguments],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**__import__("os").environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr


def test_the_python_of_the_readme_runs(tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert blocks
    for block in blocks:
        program = block.replace('"scenarios/', f'"{(ROOT / "scenarios").as_posix()}/')
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=tmp_path,
            check=True,
            capture_output=True,
            env={**__import__("os").environ, "PYTHONPATH": str(ROOT)},
        )


def blocks_of(path: Path, kind: str) -> list[str]:
    """Return the code blocks of one kind in a document."""
    return re.findall(rf"```{kind}\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)


def test_the_sweep_of_the_document_is_one(tmp_path: Path) -> None:
    from sim.experiments.sweep_files import load_sweep_file

    (text,) = blocks_of(ROOT / "docs" / "sweeps.md", "toml")
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    sweep = load_sweep_file(path)
    assert len(sweep.points) == 9 * 2 * 7
    assert [plan.name for plan in sweep.settings.plans] == ["step back"]


def test_the_python_of_the_sweeps_runs(tmp_path: Path) -> None:
    _, block = blocks_of(ROOT / "docs" / "sweeps.md", "python")
    block = block.replace('"scenarios/', f'"{(ROOT / "scenarios").as_posix()}/')
    subprocess.run(
        [sys.executable, "-c", block],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        env={**__import__("os").environ, "PYTHONPATH": str(ROOT)},
    )


def commands_of_sweeps() -> list[str]:
    """Return the commands of docs/sweeps.md that need nothing made before."""
    lines = "".join(blocks_of(ROOT / "docs" / "sweeps.md", "sh")).splitlines()
    found = [line.split("  #")[0].strip() for line in lines]
    return [line for line in found if ".toml" not in line and "results/" not in line]


@pytest.mark.parametrize("command", commands_of_sweeps())
def test_the_commands_of_the_sweeps_are_understood(command: str, tmp_path: Path) -> None:
    import shlex

    words = shlex.split(command)[1:]
    small = {
        "sweep": ["--dry-run"],
        "compare": ["--replicates", "8"],
        "sensitivity": ["--samples", "4"],
    }
    words += small[words[0]]
    if words[0] != "sweep":
        base = "--base" if words[0] == "compare" else "--set"
        words += [base, "run.days=30", base, "crowd.people=100"]
    done = subprocess.run(
        [sys.executable, "-m", "sim", *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**__import__("os").environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr


def test_links_between_the_documents_lead_somewhere() -> None:
    for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for link in re.findall(
            r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text(encoding="utf-8")
        ):
            assert (path.parent / link).exists(), f"{path.name}: {link}"


def test_the_instructor_s_guide_has_its_parts_its_pictures_and_its_options() -> None:
    text = (ROOT / "docs" / "instructor.md").read_text(encoding="utf-8")
    for heading in (
        "Two commands to a room",
        "Run sheet",
        "Brief for students",
        "The score",
        "The debrief",
        "Quiz",
        "What goes wrong",
        "Lessons and atlas",
    ):
        assert re.search(rf"^## {heading}", text, re.MULTILINE), heading
    for name in ("projector-join", "projector", "phone", "console", "debrief"):
        assert f"../results/figures/class-{name}.png" in text
    minutes = [int(found) for found in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)]
    assert minutes == sorted(minutes)
    assert (minutes[0], minutes[-1]) == (0, 75)
    help_ = subprocess.run(
        [sys.executable, "-P", "-m", "sim", "class", "--help"],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    ).stdout
    named = set(re.findall(r"`--([a-z]+)", text))
    assert named - {"answers"} <= set(re.findall(r"--([a-z]+)", help_))


def test_the_brief_offers_what_the_game_asks() -> None:
    from sim.classroom.rules import PLAYBOOKS, QUESTIONS
    from sim.classroom.score import MEASURES

    text = (ROOT / "docs" / "instructor.md").read_text(encoding="utf-8")
    brief = text.split("## Brief for students")[1].split("## The score")[0].lower()
    assert len(brief.split()) <= 1000, "two pages"
    assert brief.count("1. **") == 1
    assert all(f"{k + 1}. **" in brief for k in range(len(QUESTIONS)))
    assert all(name in brief for name in PLAYBOOKS)
    weights = ", ".join(f"{one.weight:.0f}" for one in MEASURES)
    assert f"({weights} unless" in text.replace("\n", " ")


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=lambda one: one.name)
def test_the_pictures_and_pages_that_a_page_points_to_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)\)", text):
        if not target.startswith(("http://", "https://")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
