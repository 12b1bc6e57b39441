"""The one kind of error that a user sees: it names the place, the fault and the way out."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class TarpeiaError(ValueError):
    """Bad input: a scenario, a parameter, a network, a results folder.

    Each fault is one line: ``place: what is wrong, what is allowed``. The command line prints
    them and exits with 2.

    Attributes
    ----------
    faults : tuple of str
        All faults found, at least one.
    """

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        left = len(faults) - 1
        more = f" (and {left} more fault{'s' * (left > 1)})" if left else ""
        super().__init__(faults[0] + more)

    def at(self, place: str) -> TarpeiaError:
        """Return the same faults, each with a place (a file's name) in front."""
        return TarpeiaError(*(f"{place}: {fault}" for fault in self.faults))


def missing(what: str, package: str, extra: str, otherwise: str = "") -> TarpeiaError:
    """Return the error for a package that only an extra brings, with how to install it.

    Parameters
    ----------
    what : str
        What needs it: a command, or a part of the library.
    package : str
        Its name, as one imports it.
    extra : str
        The extra of tarpeia, as in ``pip install "tarpeia[app]"``.
    otherwise : str
        A way that does without it.
    """
    way_out = f'pip install "tarpeia[{extra}]" (in a checkout, python3 scripts/tarpeia.py does it)'
    return TarpeiaError(
        f"{what}: {package} is not installed; {way_out}" + (otherwise and f", or {otherwise}")
    )


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ``did you mean 'x'?`` for the known name closest to ``name``, else what is known.

    Parameters
    ----------
    name : str
        What was typed.
    known : iterable of str
        The names that are allowed.
    """
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return f"did you mean '{close[0]}'?"
    listed = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    return f"known: {listed}"
