"""Run a command of tarpeia in the project's own environment, which is made first where needed."""

from __future__ import annotations

import os
import subprocess
import sys

import bootstrap

# The commands that need more than a run does.
LOCK_OF = {"app": "app", "class": "app"}


def compile_kernels(environment: bootstrap.Environment) -> int:
    """Compile the kernels in a process of its own, whose memory is then free again.

    A run would compile them as well; here it happens once, and is announced.
    """
    bootstrap.say("Setting up, once: compiling the model's kernels.")
    try:
        subprocess.run(
            [environment.python, "-c", bootstrap.COMPILE], cwd=bootstrap.ROOT, check=False
        )
    except KeyboardInterrupt:
        bootstrap.say("\nInterrupted while compiling; call again to continue.")
        return 130
    return 0


def run(arguments: list[str]) -> int:
    """Run ``tarpeia ARGUMENTS`` in .venv, made first where needed. Return the exit code."""
    environment = bootstrap.Environment()
    fresh = not environment.ready("run")
    code = bootstrap.prepare(environment, LOCK_OF.get(arguments[0] if arguments else "", "run"))
    if not code and fresh and arguments[:1] == ["run"]:
        code = compile_kernels(environment)
    if code:
        return code
    command = [environment.python, *bootstrap.MODULE, *arguments]
    if not bootstrap.WINDOWS:
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(command[0], command)
    with subprocess.Popen(command) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the command has heard it too, and says what is kept
