"""How the program ends: exit codes, and one line on standard error per problem."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from sim.errors import TarpeiaError, nearest

DONE: Final = 0
BAD_INPUT: Final = 2
INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141

# What typer raises when the command line itself is wrong.
_UsageError: Final[Any] = typer.BadParameter.__mro__[1]
_MEANING: Final = re.compile(r"\{([a-z_]+\.[a-z_]+)\}")


class Signals:
    """Whether the user, or the system, has asked the program to stop.

    A ``KeyboardInterrupt`` that lands inside compiled code can be lost there; whoever comes by
    later asks ``check``.
    """

    def __init__(self) -> None:
        self.seen = False

    def install(self) -> None:
        """Take over Ctrl-C and SIGTERM, unless the parent process has them ignored."""
        if threading.current_thread() is not threading.main_thread():
            return
        for name in ("SIGINT", "SIGTERM"):
            number = getattr(signal, name)
            if signal.getsignal(number) in (signal.default_int_handler, signal.SIG_DFL):
                signal.signal(number, self._note)

    def check(self) -> None:
        """Stop here if a signal came."""
        if self.seen:
            raise KeyboardInterrupt

    def _note(self, number: int, frame: Any) -> None:
        self.seen = True
        raise KeyboardInterrupt


signals: Final = Signals()


class Refused(Exception):  # noqa: N818
    """A problem with an option, on its way past typer, which would reword a ``ValueError``."""

    def __init__(self, error: TarpeiaError) -> None:
        super().__init__(str(error))


def one_line(text: str) -> str:
    """Return a text with line breaks and other control characters written out."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def tell(text: str) -> None:
    """Write one line to standard error."""
    with contextlib.suppress(BrokenPipeError):
        typer.echo(one_line(text), err=True)


def guarded(call: Callable[[], Any]) -> int:
    """Call, and return the exit code; bad input becomes one line."""
    try:
        code = call()
        sys.stdout.flush()
    except typer.Exit as stop:
        return int(stop.exit_code)
    except (TarpeiaError, Refused) as error:
        tell(str(error))
    except _UsageError as error:
        tell(usage_fault(error))
    except (KeyboardInterrupt, typer.Abort) as stop:
        kept = str(stop) or "nothing was written; rerun to start again"
        tell(f"tarpeia: interrupted; {kept}")
        return INTERRUPTED
    except BrokenPipeError:
        _silence()
        return BROKEN_PIPE
    except MemoryError:
        tell("tarpeia: not enough memory; use fewer people (--people) or a thinner network")
    except OSError as error:
        place = "tarpeia" if error.filename is None else str(error.filename)
        tell(f"{place}: {error.strerror or error}")
    else:
        return code if isinstance(code, int) else DONE
    return BAD_INPUT


@contextlib.contextmanager
def named(place: str, instead: str = "") -> Iterator[None]:
    """Put a place, a file or an option, in front of the faults that come up inside.

    Parameters
    ----------
    place : str
    instead : str
        A name that the place stands for: where a fault begins with it, it is left out.
    """
    try:
        yield
    except TarpeiaError as error:
        faults = (fault.removeprefix(f"{instead}: ") for fault in error.faults)
        raise TarpeiaError(*faults).at(place) from None


@contextlib.contextmanager
def as_options(names: Iterable[str]) -> Iterator[None]:
    """Name faults after options: ``samples: ...`` becomes ``--samples: ...``, others stay."""
    try:
        yield
    except TarpeiaError as error:
        faults = [
            f"--{fault}" if fault.partition(":")[0] in names else fault for fault in error.faults
        ]
        raise TarpeiaError(*faults) from None


@contextlib.contextmanager
def no_empty_folders(folder: Path) -> Iterator[None]:
    """When what happens inside fails, remove the empty folders made for ``folder``."""
    missing = [path for path in (folder, *folder.absolute().parents) if not path.exists()]
    try:
        yield
    except BaseException:
        for path in missing:
            with contextlib.suppress(OSError):
                path.rmdir()
        raise


def usage_fault(error: Any) -> str:
    """Return a fault of the command line itself as one line."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "tarpeia"
    message = str(error.format_message()).rstrip(".")
    typed = re.fullmatch(r"No such command '(.*?)'.*", message)
    if typed and context is not None:
        message = f"no such command '{typed[1]}', {nearest(typed[1], context.command.commands)}"
    return f"{path}: {message[:1].lower()}{message[1:]} ({path} --help)"


def _silence() -> None:
    """Send what is still to be written nowhere, so that the interpreter ends quietly."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Program(TyperGroup):
    """The program: all its commands end by the same rules."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Parse and run; leave with an exit code."""
        call = super().main
        code = guarded(
            lambda: call(args, prog_name, complete_var, False, windows_expand_args, **extra)
        )
        if standalone_mode:
            sys.exit(code)
        return code

    def invoke(self, ctx: Any) -> Any:
        """Run the command; its exit code is the result."""
        call = super().invoke
        raise typer.Exit(guarded(lambda: call(ctx)))


class Command(TyperCommand):
    """A command whose help names parameters: ``{group.name}`` stands for meaning and bounds."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help, the parameters filled in: they are loaded for this alone."""
        for parameter in self.params:
            text = getattr(parameter, "help", None)
            if text and "{" in text:
                parameter.help = _MEANING.sub(lambda found: _meaning(found[1]), text)  # type: ignore[attr-defined]
        super().format_help(ctx, formatter)


def _meaning(name: str) -> str:
    from sim.scenario.typed import allowed_for, meaning_of

    return f"{meaning_of(name)}: {allowed_for(name)}"
