"""The people phase of the oracle's day: docs/ODD.md, Conversation (who speaks) and People."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from sim.model.layout import ANTI_FAN, FAN, MOST_COUNTED, SILENT
from sim.model.randomness import Decision
from tests.oracle.draws import Luck
from tests.oracle.state import LOUDNESS, Firm, Founder, Mood, Person, Sums, Voice

UNITS = 2.0**20


@dataclass
class Today:
    """What is the same for everyone today; rounded to float32 when it is complete."""

    praise_gain: Any
    blame_gain: Any
    recruit: Any
    idealise: Any
    idealise_circle: Any
    strength: Any
    promise: Any
    perceived: Any
    sees_bad: Any
    sees_good: Any
    offence: Any
    gap_left: Any
    founder_blamed: Any
    open_nodes: Any
    demand: Any
    standards: Any
    voice_praise: Any
    voice_blame: Any
    attack: Any
    public_expectation: Any
    force: Any

    def __post_init__(self) -> None:
        """Round."""
        for field in fields(self):
            setattr(self, field.name, np.float32(getattr(self, field.name)))


class Rounded:
    """The parameters as people meet them: float32."""

    def __init__(self, p: Any) -> None:
        self.p = p

    def __getattr__(self, name: str) -> Any:
        return np.float32(getattr(self.p, name))


def today_of(p: Any, founder: Founder, firm: Firm, mood: Mood) -> Today:
    """Work out what is the same for everyone."""
    climate = mood.climate
    visible = founder.exposure
    if founder.stance == "silent":
        visible = 0.0
    charm = visible * (1.0 + p.warmth_gain * founder.warmth) * 2.0 * firm.success
    answers = 1.0 + p.reply_gain * founder.answered * climate - p.slight * founder.slighted
    charm = charm * max(0.0, answers)
    idealise = p.idealisation * (1.0 - p.refusal * founder.image_seen) * charm
    offence = p.news_weight * mood.gravity
    offence = offence * (1.0 + p.idol_harshness * (1.0 - founder.image_seen))
    sees_bad = mood.bad_surprise / (mood.bad_surprise + p.news_half)
    sees_good = mood.good_surprise / (mood.good_surprise + p.news_half)
    gap_left = 1.0
    if founder.stance == "apologise":
        offence = offence * (1.0 - p.apology_relief)
    if founder.stance == "deny":
        offence = offence * (1.0 + p.denial_offence)
        sees_bad = sees_bad * (1.0 - p.denial_doubt)
    if founder.stance == "compensate":
        gap_left = 1.0 - p.compensation_relief
    demand = p.demand * firm.strength * (1.0 + p.brand) * (1.0 + p.climate_demand * climate)
    launched = 1.0 + p.launch_demand * firm.launch
    demand = demand * (launched * (1.0 + p.buzz_demand * sees_good))
    demand = demand * (1.0 + p.promise_demand * max(0.0, mood.public_expectation - firm.strength))
    worth = p.simple * (founder.benefit + p.interesting * founder.novelty + p.authentic) / 3.0
    loose = p.speaking * (1.0 + p.surprise_voice * mood.surprise / (1.0 + mood.surprise))
    return Today(
        praise_gain=math.exp(p.climate_gain * climate) / LOUDNESS,
        blame_gain=math.exp(-p.climate_gain * climate) / LOUDNESS,
        recruit=min(1.0, p.recruitment * charm + p.coverage * sees_good),
        idealise=idealise,
        idealise_circle=idealise * (1.0 - founder.distance),
        strength=firm.strength,
        promise=(1.0 - founder.candour) * p.hype * visible,
        perceived=min(1.0, max(0.0, firm.strength + p.perception * climate)),
        sees_bad=sees_bad,
        sees_good=sees_good,
        offence=offence,
        gap_left=gap_left,
        founder_blamed=mood.founder_blamed,
        open_nodes=founder.participation * ((1.0 - p.worth_weight) + p.worth_weight * worth),
        demand=demand,
        standards=p.fault * p.shifting_standards * (1.0 - founder.image_seen),
        voice_praise=loose * (2.0 / (1.0 + math.exp(-p.spiral * climate))),
        voice_blame=loose * (2.0 / (1.0 + math.exp(-p.spiral * -climate))),
        attack=p.attack * mood.bad_surprise / (mood.bad_surprise + 1.0),
        public_expectation=mood.public_expectation,
        force=1e9 if p.word_of_mouth == 1.0 else -math.log1p(-p.word_of_mouth),
    )


class PersonDay:
    """One person's day, all in float32: numpy keeps it so beside plain numbers."""

    def __init__(
        self, p: Any, today: Today, faulty: int, luck: Luck, sums: Sums, number: int, person: Person
    ) -> None:
        self.p = Rounded(p)
        self.products = int(p.products)
        self.today = today
        self.faulty = faulty
        self.luck = luck
        self.sums = sums
        self.number = number
        self.person = person
        self.praise = np.float32(person.heard.praise) * today.praise_gain
        self.blame = np.float32(person.heard.blame) * today.blame_gain
        self.noise = np.float32(person.heard.noise)
        self.took_part = False

    def draw(self, decision: Decision) -> Any:
        """Return this person's draw for a decision today."""
        return self.luck.of_person(decision, self.number)

    def live(self) -> None:
        """Change, take part, buy, and choose what to say tomorrow."""
        person = self.person
        role_this_morning = person.role
        if role_this_morning == SILENT:
            self.silent_day()
        if role_this_morning == FAN:
            self.fan_day()
        if role_this_morning == ANTI_FAN:
            self.anti_fan_day()
        person.joined = self.took_part
        if self.took_part:
            self.sums.participants += 1
            if person.role == FAN:
                more = person.passion + self.p.passion_gain * (1.0 - person.passion)
                person.passion = more
                person.expectation = person.expectation + self.p.expectation_gain
        if not person.owner and person.role != ANTI_FAN:
            self.buy()
        critic = person.owner and person.role != ANTI_FAN and person.grievance > self.p.critic
        person.voice = self.choose_voice(critic)
        self.count(critic)

    def silent_day(self) -> None:
        """Be won by charm, news, praise or taking part; or be repelled by noise."""
        p, today, person = self.p, self.today, self.person
        readiness = person.susceptibility
        if person.resister:
            readiness = readiness * (1.0 - p.resistance)
            if self.draw(Decision.RESISTANCE) < p.resistance_fading:
                person.resister = False
        elif self.noise > 0.0:
            repelled = p.alienation * self.noise
            if self.draw(Decision.RESISTANCE) < repelled / (1.0 + repelled):
                person.resister = True
                self.sums.alienated += 1
        if person.betrayed:
            readiness = readiness * (1.0 - p.scar)
            if self.draw(Decision.TRUST) < p.trust_healing:
                person.betrayed = False
        if person.owner:
            person.expectation = self.expect(0.0)
            person.grievance = self.aggrieve(0.0, shield=1.0)
        self.maybe_take_part(readiness)
        caught = np.float32(-math.expm1(-float(today.force) * float(self.praise)))
        won = readiness * (today.recruit + (1.0 - today.recruit) * caught)
        if self.took_part or self.draw(Decision.RECRUIT) < won:
            person.role = FAN
            person.passion = p.first_passion
            if not person.owner:
                person.expectation = today.public_expectation
                person.grievance = np.float32(0.0)
            person.resister = False
            self.sums.recruits += 1

    def fan_day(self) -> None:
        """Idealise, fade, take offence; then cool, turn or stay."""
        p, today, person = self.p, self.today, self.person
        growth = today.idealise
        if person.passion > p.circle:
            growth = today.idealise_circle
        share = self.praise / (self.praise + self.blame + p.heard_half)
        gained = growth * person.passion * (1.0 - person.passion) * share
        gained = gained - p.admiration_decay * person.passion
        better = max(0.0, today.perceived - person.expectation)
        pleased = p.gain * better * today.sees_good
        person.passion = np.float32(min(1.0, max(0.0, person.passion + gained + pleased)))
        person.expectation = self.expect(person.passion)
        shield = 1.0 - p.shield * person.passion
        person.grievance = self.aggrieve(person.passion, shield)
        self.maybe_take_part(person.passion)
        if person.voice.kind != "silent" and self.draw(Decision.VOICE_ENDS) < p.voice_ending:
            person.spent = True
        limit = (p.threshold + p.threshold_passion * person.passion) * person.threshold
        if person.passion < p.leave:
            person.role = SILENT
            person.passion = np.float32(0.0)
            self.sums.cooled += 1
        elif person.grievance >= limit and self.draw(Decision.TURN) < p.turning:
            person.role = ANTI_FAN
            person.betrayed = True
            self.sums.turned += 1
            self.sums.passion_turned += int(person.passion * UNITS)
            own = p.carryover_own * person.passion + (1.0 - p.carryover_own) * 0.5
            person.passion = -(p.carryover * own)
            self.sums.hostility_made += int(-person.passion * UNITS)

    def anti_fan_day(self) -> None:
        """Let hostility fade; blame heard holds it up."""
        p, person = self.p, self.person
        echo = self.blame / (self.blame + self.praise + p.heard_half)
        fading = p.hostility_decay * (1.0 - p.hostility_echo * echo)
        person.passion = person.passion * (1.0 - fading)
        person.grievance = p.grievance_memory * person.grievance
        if -person.passion < p.leave:
            person.role = SILENT
            person.passion = np.float32(0.0)
            self.sums.recovered += 1

    def maybe_take_part(self, readiness: float) -> None:
        """Take part where nodes are open: unasked, or because others praise."""
        p = self.p
        if self.today.open_nodes > 0.0:
            drawn = p.taking_part + p.following * self.praise / (self.praise + p.heard_half)
            chance = self.today.open_nodes * readiness * drawn
            self.took_part = self.draw(Decision.PARTICIPATE) < chance

    def expect(self, passion: float) -> float:
        """Return the expectation after today."""
        today, before = self.today, self.person.expectation
        target = today.strength + today.promise * (1.0 + passion) * 0.5
        return before + self.p.expectation_rate * (target - before)

    def blamed(self) -> Any:
        """Return how far news is one's own: wholly where one's own product is at fault."""
        person = self.person
        if person.owner and (not self.p.separate_products or person.product == self.faulty):
            return 1.0
        return self.today.founder_blamed

    def aggrieve(self, passion: float, shield: float) -> float:
        """Return the grievance after today's news and blame; expectation is today's already."""
        p, today, person = self.p, self.today, self.person
        blow = 0.0
        if self.draw(Decision.NEWS) < today.sees_bad:
            gap = max(0.0, person.expectation - today.perceived) * today.gap_left
            fault = p.fault + today.standards * passion
            blow = today.offence * (p.loss_weight * gap + fault) * self.blamed()
        beside = p.heard_half
        if p.hearing_share:
            beside = self.praise
        heard = 0.0
        if self.blame > 0.0:
            heard = p.blame_weight * self.blame / (self.blame + beside) * shield
        return p.grievance_memory * person.grievance + blow + heard

    def buy(self) -> None:
        """Buy, perhaps."""
        p, person = self.p, self.person
        chance = self.today.demand * (1.0 + p.passion_demand * person.passion)
        if person.resister:
            chance = chance * (1.0 - p.resistance)
        if self.draw(Decision.PURCHASE) < chance:
            person.owner = True
            person.product = int(self.luck(Decision.PRODUCT, self.number) * self.products)
            self.sums.bought += 1
            if person.role == SILENT:
                person.expectation = self.today.public_expectation
                person.grievance = np.float32(0.0)

    def choose_voice(self, critic: bool) -> Voice:
        """Return what the person says tomorrow."""
        p, today, person = self.p, self.today, self.person
        if (person.role == SILENT and not critic) or person.spent:
            return Voice()
        speaks = self.draw(Decision.SPEAK)
        in_circle = person.role == FAN and person.passion > p.circle
        if in_circle and self.draw(Decision.ATTACK) < today.attack:
            return Voice("attack")
        if person.role == FAN and not critic:
            eager = person.passion - p.doubt * person.grievance
            if speaks < today.voice_praise * person.activity * eager:
                return Voice("circle" if in_circle else "praise", loudness(eager))
        else:
            feeling = person.grievance / (1.0 + person.grievance)
            if person.role == ANTI_FAN:
                feeling = -person.passion
            if speaks < today.voice_blame * person.activity * feeling:
                return Voice("blame", loudness(feeling))
        if self.took_part and person.role == FAN:
            return Voice("praise", loudness(person.passion))
        return Voice()

    def count(self, critic: bool) -> None:
        """Add the person to the day's totals, numbers cut to units of 2**-20."""
        person, sums = self.person, self.sums
        sums.owners += person.owner
        sums.critics += critic
        if person.role == SILENT:
            sums.resisters += person.resister
        if person.role == FAN:
            sums.fans += 1
            sums.circle += person.passion > self.p.circle
            sums.admiration += int(person.passion * UNITS)
            sums.expectation += int(person.expectation * UNITS)
            sums.grievance += int(min(person.grievance, MOST_COUNTED) * UNITS)
        if person.role == ANTI_FAN:
            sums.anti_fans += 1
            sums.hostility += int(-person.passion * UNITS)
        if person.voice.kind == "attack":
            sums.attacks += 1
        if person.voice.kind in ("praise", "circle"):
            sums.voices_praise += 1
            sums.praise += person.voice.loudness
        if person.voice.kind == "blame":
            sums.voices_blame += 1
            sums.blame += person.voice.loudness


def loudness(feeling: float) -> int:
    """Return a feeling in [0, 1] in 63 steps, at least 1."""
    return max(1, min(LOUDNESS, int(feeling * LOUDNESS + 0.5)))
