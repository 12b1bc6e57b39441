"""The rumour phase of the oracle's day: docs/ODD.md, "Submodels", Extensions, Rumour."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.model.layout import BORED, DEEPEST, REBUTTED, SPREADING, TOLD, UNAWARE
from sim.model.randomness import Decision
from tests.oracle.dated import Dated
from tests.oracle.draws import Luck
from tests.oracle.state import Founder, Person


class RumourDay:
    """One day of a rumour: it begins or is passed on, then each person makes up his mind."""

    def __init__(
        self,
        p: Any,
        luck: Luck,
        dated: Dated,
        founder: Founder,
        people: list[Person],
        audiences: list[list[int]],
        complete: bool,
        row: dict[str, float],
    ) -> None:
        self.p = p
        self.luck = luck
        self.dated = dated
        self.founder = founder
        self.people = people
        self.audiences = audiences
        self.complete = complete
        self.row = row

    def pass_by(self) -> None:
        """Begin or tell, then deny, tire, believe, count."""
        if self.dated.rumours > 0.0:
            self.begin()
        elif self.complete:
            self.tell_everyone()
        else:
            self.tell_audiences()
        denied = 0.0
        if self.founder.stance == "deny":
            denied = self.p.rumour_rebuttal * self.founder.exposure
        for number, person in enumerate(self.people):
            self.make_up_mind(number, person, denied)
        self.write_row()

    def begin(self) -> None:
        """Let a new rumour find its first believers; the old one is forgotten."""
        for number, person in enumerate(self.people):
            person.rumour = UNAWARE
            person.depth = 0
            if self.luck(Decision.RUMOUR_SEED, number) < self.p.rumour_seeds:
                person.rumour = TOLD

    def belief(self, listener: Person) -> float:
        """Return the chance that a listener who is told believes."""
        passion = float(listener.passion)
        return self.p.rumour_telling * max(0.0, 1.0 - self.p.rumour_partisanship * passion)

    def tell_audiences(self) -> None:
        """Let everyone who spreads the rumour tell it to each of his audience."""
        tie = -1
        told: dict[int, list[int]] = {}
        for speaker, audience in zip(self.people, self.audiences, strict=True):
            for number in audience:
                tie += 1
                listener = self.people[number]
                if speaker.rumour != SPREADING or listener.rumour != UNAWARE:
                    continue
                if self.luck(Decision.RUMOUR_TOLD, tie) < self.belief(listener):
                    told.setdefault(number, []).append(speaker.depth)
        for number, depths in told.items():
            self.people[number].rumour = TOLD
            self.people[number].depth = min(1 + min(depths), DEEPEST)

    def tell_everyone(self) -> None:
        """Let everyone who spreads the rumour tell it to everyone else."""
        depths = [person.depth for person in self.people if person.rumour == SPREADING]
        if not depths:
            return
        for number, person in enumerate(self.people):
            if person.rumour != UNAWARE:
                continue
            missed = 1.0 - min(1.0, self.belief(person))
            if self.luck(Decision.RUMOUR_TOLD, number) < 1.0 - math.pow(missed, len(depths)):
                person.rumour = TOLD
                person.depth = min(min(depths) + 1, DEEPEST)

    def make_up_mind(self, number: int, person: Person, denied: float) -> None:
        """Know better, or tire of the rumour, or believe it from now on."""
        open_to_denial = denied > 0.0 and person.rumour not in (BORED, REBUTTED)
        if open_to_denial and self.luck(Decision.RUMOUR_REBUTTED, number) < denied:
            person.rumour = REBUTTED
        elif person.rumour == SPREADING:
            if self.luck(Decision.RUMOUR_FADES, number) < self.p.rumour_fading:
                person.rumour = BORED
        elif person.rumour == TOLD:
            person.rumour = SPREADING
            person.grievance = person.grievance + np.float32(self.p.rumour_weight)

    def write_row(self) -> None:
        """Count who has it, and through how many mouths it has gone."""
        spreading = sum(person.rumour == SPREADING for person in self.people)
        believers = [person for person in self.people if person.rumour in (SPREADING, BORED)]
        self.row["rumour_spreading"] = float(spreading)
        self.row["rumour_believed"] = float(len(believers))
        self.row["rumour_depth"] = float(max((person.depth for person in believers), default=0))
