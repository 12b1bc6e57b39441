"""What a claim's record holds: the essay's words, the worlds, the statistics, the expectation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from sim.engine.engine import Engine
from sim.model import layout
from sim.scenario.playbook import Event

# A claim's statistic, world by world, is a number made of the observations of its arms.
Direction = Literal["above", "below", "within", "equal"]
Column = NDArray[np.float64]

PEOPLE: Final = 2_000
REPLICATES: Final = 40
SHOWN_ARMS: Final = 2
ESSAYS: Final = {
    "E1": "She Zongming (2025), on Lei Jun, Xiaomi and the fan circle",
    "E2": "on Li Wanqiang and the sense of participation (2020)",
}


class Seen:
    """What was observed of one run: daily series by name, and what a claim's own look added.

    Parameters
    ----------
    series : float64 (days, columns)
        See ``layout.SERIES``.
    extra : mapping of str to float
    people : int
    """

    def __init__(self, series: NDArray[np.float64], extra: Mapping[str, float], people: int):
        self.series = series
        self.extra = dict(extra)
        self.people = people

    def __getitem__(self, name: str) -> Column:
        """Return one daily series, float64 (days,)."""
        return np.asarray(self.series[:, layout.SERIES_NAMES.index(name)])


Observed = Mapping[str, Seen]
Measure = Callable[[Observed], float]
Look = Callable[[Engine], Mapping[str, float]]
# From estimates by name (``sim.evidence.estimate.Estimate``) to supports, silent or against.
Criterion = Callable[[Mapping[str, Any]], str]


def run_through(engine: Engine) -> Mapping[str, float]:
    """Run an engine to its end and look at nothing but the daily series."""
    engine.run()
    return {}


@dataclass(frozen=True)
class When:
    """A dated event by the day of the run (0 is the first), for worlds without a calendar date."""

    day: int
    kind: str
    valence: str = "0"
    excess: float | None = None
    severity: float | None = None
    set: Mapping[str, Any] = field(default_factory=dict)
    for_days: int | None = None


@dataclass(frozen=True)
class Setting:
    """The world that all arms of a claim share.

    Attributes
    ----------
    scenario : str
        A shipped scenario, whose own events are left out.
    days : int
    values : mapping
        ``group.name`` to value.
    events : tuple of When
    without : tuple of str
        Mechanisms off throughout, so that the claim's own stands alone.
    people : int
    """

    days: int
    values: Mapping[str, Any] = field(default_factory=dict)
    events: tuple[When, ...] = ()
    without: tuple[str, ...] = ()
    scenario: str = "classroom"
    people: int = PEOPLE


@dataclass(frozen=True)
class Arm:
    """One course in a claim's world; ``luck`` above 0 gives it luck of its own."""

    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    events: tuple[When, ...] = ()
    luck: int = 0


@dataclass(frozen=True)
class Part:
    """One statistic of a claim, with what was expected of it before the first run.

    Attributes
    ----------
    name : str
        What is measured, in plain words.
    unit : str
    measure : callable
        From the observations of all arms in one world to one number; nan where it is undefined.
    direction : str
        ``above`` or ``below`` the null by more than ``size``; ``within`` the band from ``null`` to
        ``size``; ``equal`` to the null within ``size`` either way.
    size : float
        The least size that counts, in the unit.
    null : float
        The value without any effect.
    off : tuple of str
        Mechanisms of the ablated world; the claim's own unless given. ``ablate`` False: none, the
        part rests on no mechanism that could be switched off.
    difference : bool
        The signature is the difference between the world with and without itself.
    control : bool
        A positive control: without it a part ``equal`` does not count.
    reported : bool
        Told, but no part of the verdict.
    ours : bool
        A half that the essays do not assert.
    """

    name: str
    unit: str
    measure: Measure
    direction: Direction
    size: float
    null: float = 0.0
    off: tuple[str, ...] = ()
    ablate: bool = True
    difference: bool = False
    control: bool = False
    reported: bool = False
    ours: bool = False


@dataclass(frozen=True)
class Evidence:
    """What the observed series say of a claim.

    Attributes
    ----------
    facts : tuple of str
        Names in ``sim.evidence.facts``; empty: the data are silent.
    criterion : callable or None
        From the facts' estimates to ``supports``, ``silent`` or ``against``.
    data : str
        Which data, or why there are none.
    confounders : str
    """

    data: str
    confounders: str = ""
    facts: tuple[str, ...] = ()
    criterion: Criterion | None = None


def interval_above(low: float, high: float, null: float) -> str:
    """Return ``supports`` where an interval lies above a number, ``against`` where below."""
    return "supports" if low > null else "against" if high < null else "silent"


SILENT: Final = Evidence("none of the observed series speaks to it")


@dataclass(frozen=True)
class Claim:
    """One claim of the essays, made into something that can fail.

    Attributes
    ----------
    id : str
        As in docs/claims.md.
    essay : tuple of str
        Who asserts it: ``E1``, ``E2``, ``ours``.
    phrase : str
        The essay's words, machine translation.
    theory : str
        Which theory, in a few words.
    references : tuple of str
        Keys of ``sim.claims.report.references``.
    mechanisms : tuple of str
        Switches of the mechanism it rests on.
    setting, arms : Setting, tuple of Arm
    parts : tuple of Part
        All but the reported must hold.
    expected : str
        What was expected before the first run, and why it could be otherwise.
    notice : str
        What to see in the figure.
    figure : str
        The daily series that shows it best, or '' for the statistics alone.
    shown : tuple of str
        The arms in the figure; the first two unless given.
    built_in : str
        The calibrating pattern (docs/patterns.md) it repeats; '' where its pattern only tests.
    disputed : bool
        Whether the literature disputes its sign: then it is reported, never held.
    evidence : Evidence
    look : callable
        Runs the engine, and may look at people on the way.
    replicates : int
    amended : str
        What was changed after it had been tried, why, and what had come out; '' if nothing.
    first : str
        The verdict of the first run, where the record was amended.
    """

    id: str
    essay: tuple[str, ...]
    phrase: str
    theory: str
    references: tuple[str, ...]
    mechanisms: tuple[str, ...]
    setting: Setting
    arms: tuple[Arm, ...]
    parts: tuple[Part, ...]
    expected: str
    notice: str
    figure: str = ""
    shown: tuple[str, ...] = ()
    built_in: str = ""
    disputed: bool = False
    evidence: Evidence = SILENT
    look: Look = run_through
    replicates: int = REPLICATES
    amended: str = ""
    first: str = ""

    def off(self, part: Part) -> tuple[str, ...]:
        """Return the mechanisms that a part's ablated world lacks; none where it rests on none."""
        if not part.ablate or part.direction == "equal":
            return ()
        return part.off or self.mechanisms

    @property
    def ablations(self) -> tuple[tuple[str, ...], ...]:
        """The different sets of mechanisms that its parts are run without."""
        return tuple(dict.fromkeys(filter(None, map(self.off, self.parts))))

    @property
    def shown_arms(self) -> tuple[str, ...]:
        """The names of the arms in the figure."""
        return self.shown or tuple(arm.name for arm in self.arms[:SHOWN_ARMS])

    @property
    def verdict_parts(self) -> tuple[Part, ...]:
        """The parts that decide."""
        return tuple(part for part in self.parts if not part.reported)


def event_of(when: When, date: Any) -> Event:
    """Return a dated event.

    Parameters
    ----------
    when : When
    date : date
        Its day in the calendar.
    """
    return Event(
        date=date,
        kind=when.kind,
        valence=when.valence,
        excess=when.excess,  # type: ignore[arg-type]
        severity=when.severity,
        set=dict(when.set),
        for_days=when.for_days,
    )
