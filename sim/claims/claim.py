"""What a claim's record holds: the essay's words, the worlds, the statistics, the expectation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from sim.claims.observed import Look, Statistic, run_through
from sim.evidence.estimate import Estimate
from sim.scenario.playbook import Event

Direction = Literal["above", "below", "within", "equal"]
# From estimates by name to supports, silent or against.
Criterion = Callable[[Mapping[str, Estimate]], str]

PEOPLE: Final = 2_000
REPLICATES: Final = 40
SHOWN_ARMS: Final = 2
ESSAYS: Final = {
    "E1": "She Zongming (2025), on Lei Jun, Xiaomi and the fan circle",
    "E2": "on Li Wanqiang and the sense of participation (2020)",
}


@dataclass(frozen=True)
class ScheduledEvent:
    """A dated event by the day of the run (0 is the first), for worlds without a calendar date."""

    day: int
    kind: str
    valence: str = "0"
    excess: float | None = None
    severity: float | None = None
    set: Mapping[str, Any] = field(default_factory=dict)
    for_days: int | None = None

    def dated(self, start: dt.date) -> Event:
        """Return the event with its date in a run that starts on ``start``."""
        return Event.model_validate(
            {
                "date": start + dt.timedelta(days=self.day),
                "kind": self.kind,
                "valence": self.valence,
                "excess": self.excess,
                "severity": self.severity,
                "set": dict(self.set),
                "for_days": self.for_days,
            }
        )


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
    events : tuple of ScheduledEvent
    without : tuple of str
        Mechanisms off throughout, so that the claim's own stands alone.
    people : int
    """

    days: int
    values: Mapping[str, Any] = field(default_factory=dict)
    events: tuple[ScheduledEvent, ...] = ()
    without: tuple[str, ...] = ()
    scenario: str = "classroom"
    people: int = PEOPLE


@dataclass(frozen=True)
class Arm:
    """One of the runs in a claim's world; ``luck`` above 0 gives it luck of its own."""

    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    events: tuple[ScheduledEvent, ...] = ()
    luck: int = 0


@dataclass(frozen=True)
class ClaimPart:
    """One statistic of a claim, with what was expected of it before the first run.

    Attributes
    ----------
    name : str
        What is measured, in plain words.
    unit : str
    measure : callable
        From the runs of all arms in one world to one number; nan where it is undefined.
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
        Shown, but no part of the verdict.
    ours : bool
        A half that the essays do not assert.
    """

    name: str
    unit: str
    measure: Statistic
    direction: Direction
    size: float
    null: float = 0.0
    off: tuple[str, ...] = ()
    ablate: bool = True
    difference: bool = False
    control: bool = False
    reported: bool = False
    ours: bool = False

    @property
    def ablated(self) -> bool:
        """Whether it is measured in an ablated world as well."""
        return self.ablate and self.direction != "equal"

    @property
    def sign(self) -> float:
        """-1 where it is expected below its null, else 1."""
        return -1.0 if self.direction == "below" else 1.0

    @property
    def band(self) -> tuple[float, float]:
        """The ends of the band that a part ``within`` or ``equal`` should lie in."""
        if self.direction == "equal":
            return self.null - self.size, self.null + self.size
        return self.null, self.size


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
    parts : tuple of ClaimPart
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
    parts: tuple[ClaimPart, ...]
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

    def off(self, part: ClaimPart) -> tuple[str, ...]:
        """Return the mechanisms that a part's ablated world lacks; none where it rests on none."""
        return (part.off or self.mechanisms) if part.ablated else ()

    @property
    def ablations(self) -> tuple[tuple[str, ...], ...]:
        """The different sets of mechanisms that its parts are run without."""
        return tuple(dict.fromkeys(filter(None, map(self.off, self.parts))))

    @property
    def shown_arms(self) -> tuple[str, ...]:
        """The names of the arms in the figure."""
        return self.shown or tuple(arm.name for arm in self.arms[:SHOWN_ARMS])

    @property
    def verdict_parts(self) -> tuple[ClaimPart, ...]:
        """The parts that decide."""
        return tuple(part for part in self.parts if not part.reported)
