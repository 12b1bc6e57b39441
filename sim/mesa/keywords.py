"""What ``ReputationModel`` takes as keywords: luck in any form, flat parameters, switches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from sim.errors import TarpeiaError, nearest
from sim.model.entries import ENTRIES, FLAT
from sim.model.start import START_ENTRIES

MOST_SEED: Final = 2**63 - 1
OWN: Final = (
    "scenario",
    "rng",
    "seed",
    "days",
    "incidents",
    "without",
    "threads",
    "network",
    "collect_agents",
)

Luck = (
    int
    | str
    | np.integer[Any]
    | Sequence[int]
    | np.random.SeedSequence
    | np.random.Generator
    | np.random.BitGenerator
)


def run_seed(rng: Any, keyword: str = "rng") -> int | None:
    """Return the run seed that some form of luck stands for; None and '' stand for none.

    Whole numbers, also as text, are taken as they are. A Generator gives one draw (and moves on),
    a BitGenerator likewise; a SeedSequence, or a sequence of whole numbers, gives its first word
    and stays as it is.

    Raises
    ------
    TarpeiaError
        For anything else, or a number that is no run seed.
    """
    given = rng
    if isinstance(rng, str):
        rng = rng.strip() or None
        if rng is not None and re.fullmatch(r"[0-9]{1,30}", rng):
            rng = int(rng)
    if rng is None:
        return None
    if isinstance(rng, np.random.BitGenerator):
        rng = np.random.Generator(rng)
    if isinstance(rng, np.random.Generator):
        return int(rng.integers(MOST_SEED, endpoint=True))
    if isinstance(rng, list | tuple) and rng and all(_is_whole(word) for word in rng):
        rng = np.random.SeedSequence([int(word) for word in rng])
    if isinstance(rng, np.random.SeedSequence):
        return int(rng.generate_state(1, np.uint64)[0] >> np.uint64(1))
    if _is_whole(rng) and rng <= MOST_SEED:
        return int(rng)
    raise TarpeiaError(
        f"{keyword}: {given!r} is invalid; use a whole number from 0 to {MOST_SEED} "
        "(also as text), or a Generator, BitGenerator or SeedSequence of numpy"
    )


def _is_whole(value: Any) -> bool:
    """Tell whether a value is a whole number, 0 or more, in whatever type."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if isinstance(value, float | np.floating):
        whole = float(value).is_integer()
    return whole and value >= 0


def number_of(value: Any, kind: str) -> Any:
    """Return a value as sliders and numpy give it in the type that the parameter has."""
    if isinstance(value, np.generic):
        value = value.item()
    if kind == "int" and isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def changes_of(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Return flat keywords as ``group.name`` to value; None leaves the scenario's value."""
    known = {**FLAT, **{name.replace(".", "_"): name for name in START_ENTRIES}}
    entries = {**ENTRIES, **START_ENTRIES}
    unknown = [name for name in flat if name not in known]
    if unknown:
        allowed = [*OWN, *known]
        raise TarpeiaError(
            *(f"{name}: no such keyword, {nearest(name, allowed)}" for name in unknown)
        )
    return {
        known[name]: number_of(value, entries[known[name]].kind)
        for name, value in flat.items()
        if value is not None
    }


def names_of(without: Any) -> tuple[str, ...]:
    """Return names of mechanisms from an iterable, comma text or None."""
    if without is None:
        return ()
    if isinstance(without, str):
        return tuple(name.strip() for name in without.split(",") if name.strip())
    if not isinstance(without, Iterable):
        raise TarpeiaError(
            f"without: {without!r} is invalid; use names of mechanisms, as in 'shield, hitchhiking'"
        )
    names = sorted(without) if isinstance(without, set | frozenset) else without
    return tuple(str(name) for name in names)
