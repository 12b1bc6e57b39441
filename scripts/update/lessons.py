"""Run the programs of the lessons and write what they print, and their figures, into docs.

In the project's environment: ``python scripts/update/lessons.py``. The tests run the same programs
and compare; this script is for whoever changed a lesson or the model.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import re
import sys
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts import places
from scripts.update.pictures import lighten

FIGURES = places.FIGURES / "lessons"


def played(lesson: Any) -> tuple[list[str], Any]:
    """Run a lesson's programs; return what each that prints has printed, and its figure."""
    names: dict[str, Any] = {}
    printed = []
    for number, program in enumerate(lesson.programs, start=1):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(program, f"{lesson.path.name}, program {number}", "exec"), names)
        if out.getvalue():
            printed.append(out.getvalue())
    return printed, names.get("figure")


def main() -> int:
    """Renew outputs and figures; return the exit code."""
    argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0]).parse_args()
    from sim.handouts.lessons import lessons
    from sim.plots import style

    FIGURES.mkdir(parents=True, exist_ok=True)
    drawn = []
    for lesson in lessons():
        with style.style():
            printed, figure = played(lesson)
            path = FIGURES / f"lesson-{lesson.number}.png"
            figure.savefig(path, dpi=130)
        drawn.append(path)
        outputs = iter(printed)
        text = re.sub(
            r"```text\n.*?```",
            lambda _, outputs=outputs: f"```text\n{next(outputs)}```",  # type: ignore[misc]
            lesson.text,
            flags=re.DOTALL,
        )
        lesson.path.write_text(text, encoding="utf-8")
        print(f"{lesson.path.name}\n{''.join(printed)}")
    lighten(drawn, colours=64)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
