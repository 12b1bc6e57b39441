"""The people of the pure-Mesa version of the model: one agent at a time, in plain Python.

Written from docs/ODD.md ("Submodels", Conversation and People) and, where that leaves a detail
open, from docs/arithmetic.md. See ``model`` for the model.
"""

from __future__ import annotations

from typing import Final

import mesa

from scripts.benchmarks.full_model.surroundings import Surroundings
from sim.model.layout import (
    ANTI_FAN,
    BETRAYED,
    FAN,
    LOUDNESS_LEVELS,
    OWNER,
    RESISTER,
    SILENT,
    SPENT,
)

# What a person says.
NOTHING: Final = 0
PRAISE: Final = 1
CIRCLE_PRAISE: Final = 2
ATTACK: Final = 3
BLAME: Final = 4


def loudness(feeling: float) -> float:
    """Return a feeling in 63 steps of a full voice, at least one."""
    return max(1, min(LOUDNESS_LEVELS, int(feeling * LOUDNESS_LEVELS + 0.5))) / LOUDNESS_LEVELS


class PersonAgent(mesa.Agent):  # type: ignore[misc]
    """One person: silent, a fan or an anti-fan.

    Attributes
    ----------
    audience : list of PersonAgent
        Who hears this person; set once all people exist.
    """

    model: Surroundings

    def __init__(
        self,
        model: Surroundings,
        role: int,
        marks: int,
        passion: float,
        expectation: float,
        grievance: float,
        susceptibility: float,
        threshold: float,
        activity: float,
    ) -> None:
        super().__init__(model)
        self.role = role
        self.passion = passion
        self.expectation = expectation
        self.grievance = grievance
        self.owner = bool(marks & OWNER)
        self.resister = bool(marks & RESISTER)
        self.betrayed = bool(marks & BETRAYED)
        self.spent = bool(marks & SPENT)
        self.susceptibility = susceptibility
        self.threshold = threshold
        self.activity = activity
        self.voice = NOTHING
        self.loudness = 0.0
        self.heard_praise = 0.0
        self.heard_blame = 0.0
        self.heard_noise = 0.0
        self.audience: list[PersonAgent] = []

    def speak(self) -> None:
        """Say what was chosen yesterday to everyone in the audience."""
        voice, loud = self.voice, self.loudness
        if voice == NOTHING:
            return
        if voice == BLAME:
            for listener in self.audience:
                listener.heard_blame += loud
        elif voice == ATTACK:
            noise = self.model.attack_noise
            for listener in self.audience:
                listener.heard_noise += noise
        else:
            for listener in self.audience:
                listener.heard_praise += loud
            if voice == CIRCLE_PRAISE:
                for listener in self.audience:
                    listener.heard_noise += 1.0

    def live(self) -> None:
        """Change, take part, buy, and choose what to say tomorrow."""
        model = self.model
        p, today, tally, random = model.p, model.today, model.tally, model.random.random
        praise = self.heard_praise * today.praise_gain
        blame = self.heard_blame * today.blame_gain
        if self.role == SILENT:
            took_part = self.silent_day(praise, blame)
        elif self.role == FAN:
            took_part = self.fan_day(praise, blame)
        else:
            took_part = False
            self.anti_fan_day(praise, blame)
        self.heard_praise = self.heard_blame = self.heard_noise = 0.0

        if took_part:
            tally.participants += 1
            if self.role == FAN:
                self.passion += p.passion_gain * (1.0 - self.passion)
                self.expectation += p.expectation_gain
        if not self.owner and self.role != ANTI_FAN:
            chance = today.demand * (1.0 + p.passion_demand * self.passion)
            if self.resister:
                chance *= 1.0 - p.resistance
            if random() < chance:
                self.owner = True
                tally.bought += 1
                if self.role == SILENT:
                    self.expectation = today.public_expectation
                    self.grievance = 0.0
        critic = self.owner and self.role != ANTI_FAN and self.grievance > p.critic
        self.voice = NOTHING
        if (critic or self.role != SILENT) and not self.spent:
            self.choose_voice(critic, took_part)
        if self.owner:
            tally.owners += 1
            if critic:
                tally.critics += 1
        self.count()

    def silent_day(self, praise: float, blame: float) -> bool:
        """Be won by charm, news, praise or taking part, or be repelled; tell who took part."""
        model = self.model
        p, today, random = model.p, model.today, model.random.random
        readiness = self.susceptibility
        if self.resister:
            readiness *= 1.0 - p.resistance
            if random() < p.resistance_fading:
                self.resister = False
        elif self.heard_noise:
            repelled = p.alienation * self.heard_noise
            if random() < repelled / (1.0 + repelled):
                self.resister = True
                model.tally.alienated += 1
        if self.betrayed:
            readiness *= 1.0 - p.scar
            if random() < p.trust_healing:
                self.betrayed = False
        if self.owner:
            self.expect(0.0)
            self.aggrieve(praise, blame, 1.0, 1.0)
        took_part = self.takes_part(readiness, praise)
        unmoved = 1.0 - today.recruit
        if praise:
            unmoved *= (1.0 - p.word_of_mouth) ** praise
        if took_part or random() < readiness * (1.0 - unmoved):
            self.role = FAN
            self.passion = p.first_passion
            self.resister = False
            if not self.owner:
                self.expectation = today.public_expectation
                self.grievance = 0.0
            model.tally.recruits += 1
        return took_part

    def fan_day(self, praise: float, blame: float) -> bool:
        """Idealise, fade, take offence; then cool, turn or stay. Tell who took part."""
        model = self.model
        p, today, tally, random = model.p, model.today, model.tally, model.random.random
        s = self.passion
        growth = today.idealise_circle if s > p.circle else today.idealise
        s += growth * s * (1.0 - s) * praise / (praise + blame + p.heard_half) - (
            p.admiration_decay * s
        )
        s += p.gain * max(0.0, today.perceived - self.expectation) * today.sees_good
        self.passion = s = min(1.0, max(0.0, s))
        self.expect(s)
        blamed = 1.0 if self.owner else today.founder_blamed
        self.aggrieve(praise, blame, blamed, 1.0 - p.shield * s)
        took_part = self.takes_part(s, praise)
        if self.voice != NOTHING and random() < p.voice_ending:
            self.spent = True
        if s < p.leave:
            self.role = SILENT
            self.passion = 0.0
            tally.cooled += 1
        elif (
            self.grievance >= (p.threshold + p.threshold_passion * s) * self.threshold
            and random() < p.turning
        ):
            hostility = p.carryover * (p.carryover_own * s + (1.0 - p.carryover_own) * 0.5)
            self.role = ANTI_FAN
            self.betrayed = True
            self.passion = -hostility
            tally.turned += 1
            tally.passion_turned += s
            tally.hostility_made += hostility
        return took_part

    def anti_fan_day(self, praise: float, blame: float) -> None:
        """Let hostility fade; blame heard holds it up."""
        p = self.model.p
        echo = blame / (blame + praise + p.heard_half)
        self.passion *= 1.0 - p.hostility_decay * (1.0 - p.hostility_echo * echo)
        self.grievance *= p.grievance_memory
        if -self.passion < p.leave:
            self.role = SILENT
            self.passion = 0.0
            self.model.tally.recovered += 1

    def expect(self, passion: float) -> None:
        """Let expectation move toward what the product is and what the founder promises."""
        today = self.model.today
        target = today.strength + today.promise * (1.0 + passion) * 0.5
        self.expectation += self.model.p.expectation_rate * (target - self.expectation)

    def aggrieve(self, praise: float, blame: float, blamed: float, shield: float) -> None:
        """Let grievance fade, and grow by news seen and blame heard."""
        p, today = self.model.p, self.model.today
        self.grievance *= p.grievance_memory
        if today.sees_bad > 0.0 and self.random.random() < today.sees_bad:
            gap = max(0.0, self.expectation - today.perceived) * today.gap_left
            self.grievance += today.offence * (p.loss_weight * gap + p.fault) * blamed
        if blame:
            beside = praise if p.hearing_share else p.heard_half
            self.grievance += p.blame_weight * blame / (blame + beside) * shield

    def takes_part(self, readiness: float, praise: float) -> bool:
        """Tell whether the person takes part today: unasked, or because others praise."""
        open_nodes = self.model.today.open_nodes
        if open_nodes == 0.0:
            return False
        p = self.model.p
        drawn = p.taking_part + p.following * praise / (praise + p.heard_half)
        joins: bool = self.model.random.random() < open_nodes * readiness * drawn
        return joins

    def choose_voice(self, critic: bool, took_part: bool) -> None:
        """Choose what to say tomorrow: attack, praise, blame, or tell of having taken part."""
        model = self.model
        p, today, tally, random = model.p, model.today, model.tally, model.random.random
        fan = self.role == FAN
        in_circle = fan and self.passion > p.circle
        if in_circle and today.attack > 0.0 and random() < today.attack:
            self.voice = ATTACK
            tally.attacks += 1
            return
        if fan and not critic:
            feeling = self.passion - p.doubt * self.grievance
            rate = today.voice_praise
        elif self.role == ANTI_FAN:
            feeling = -self.passion
            rate = today.voice_blame
        else:
            feeling = self.grievance / (1.0 + self.grievance)
            rate = today.voice_blame
        if random() < rate * self.activity * feeling:
            if fan and not critic:
                self.voice = CIRCLE_PRAISE if in_circle else PRAISE
            else:
                self.voice = BLAME
        elif took_part and fan:
            self.voice = PRAISE
            feeling = self.passion
        else:
            return
        self.loudness = loudness(feeling)
        if self.voice == BLAME:
            tally.voices_blame += 1
            tally.blame += self.loudness
        else:
            tally.voices_praise += 1
            tally.praise += self.loudness

    def count(self) -> None:
        """Add role and feelings to the day's totals."""
        tally = self.model.tally
        if self.role == FAN:
            tally.fans += 1
            tally.admiration += self.passion
            tally.expectation += self.expectation
            tally.grievance += self.grievance
            if self.passion > self.model.p.circle:
                tally.circle += 1
        elif self.role == ANTI_FAN:
            tally.anti_fans += 1
            tally.hostility -= self.passion
        elif self.resister:
            tally.resisters += 1
