"""The oracle: a whole day and whole runs in plain Python, one person at a time.

Written to be read beside docs/ODD.md ("Process overview", "Submodels") and docs/arithmetic.md. It
shares with the program the numbers of the decisions, the parameters and the names in
``sim.model.layout``; the program's state of the first morning is copied, and derived again from the
draws in ``tests.oracle.start``. Numbers are Python floats; numpy only rounds them to float32 where
the state of a person is stored. ``tests/oracle/test_oracle.py`` and its neighbours compare it, bit
for bit, with the kernels.
"""

from __future__ import annotations

import math

from sim.engine.world import World
from sim.model import layout
from sim.model.randomness import Decision
from tests.oracle.dated import Rule, calendar_of, orders_of, rules_of
from tests.oracle.draws import Luck
from tests.oracle.evening import answer, row_of
from tests.oracle.newsroom import NewsroomDay
from tests.oracle.people import PersonDay, today_of
from tests.oracle.rumour import RumourDay
from tests.oracle.state import (
    LOUDNESS,
    Firm,
    Founder,
    Heard,
    Incident,
    Mood,
    Outlet,
    Person,
    Sums,
    audiences_of,
    people_of,
    products_apart,
    strengths_of,
)

MOST_HIDDEN = 1024


class Oracle:
    """One run, from the allocated world's first morning on."""

    def __init__(self, world: World) -> None:
        start = {name: float(world.mood[k]) for k, name in enumerate(layout.MOOD)}
        self.p = world.values
        self.seed = world.seed
        self.scenario = world.scenario
        self.people = people_of(world)
        self.audiences = audiences_of(world)
        self.complete = bool(world.network.complete)
        self.strengths = strengths_of(world, self.audiences)
        self.weight = self.p.population / len(self.people)
        self.outlets = [
            Outlet(float(reach), float(slant), 1.0)
            for reach, slant in zip(world.outlets.reach, world.outlets.slant, strict=True)
        ]
        self.founder = Founder(
            coupling=start["coupling"],
            image_seen=start["image_seen"],
            novelty=start["novelty"],
            benefit=start["benefit"],
        )
        self.firm = Firm(strength=start["strength"])
        self.mood = Mood(
            attention=start["attention"],
            habituation=start["habituation"],
            climate=start["climate"],
            reservoir=start["reservoir"],
            public_expectation=start["public_expectation"],
            excitation_bad=start["excitation_bad"],
            excitation_gravity=start["excitation_gravity"],
        )
        self.orders = orders_of(world.scenario)
        self.rules = rules_of(world.scenario)
        self.calendar = calendar_of(world.scenario)
        self.sums = Sums(owners=sum(person.owner for person in self.people))
        self.rows: list[dict[str, float]] = []
        self.luck = Luck(self.seed, 0)
        self.row: dict[str, float] = {}

    @property
    def today(self) -> int:
        """Number of the day that is under way, or comes next."""
        return len(self.rows)

    def day(self) -> dict[str, float]:
        """Run one day; return its row of the series."""
        self.morning()
        self.founder_phase()
        self.product_phase()
        self.newsroom_phase()
        self.conversation_phase()
        self.rumour_phase()
        self.people_phase()
        self.ties_phase()
        return self.measure_phase()

    def run(self, days: int) -> None:
        """Run some days."""
        for _ in range(days):
            self.day()

    def morning(self) -> None:
        """Turn to a new page: a row of zeros, the day's own luck."""
        self.luck = Luck(self.seed, self.today)
        self.row = dict.fromkeys(layout.SERIES_NAMES, 0.0)

    # 1

    def founder_phase(self) -> None:
        """Founder: the levers, and what follows them slowly."""
        p, founder = self.p, self.founder
        self.set_levers()
        unseen = (1.0 - p.image_rate) * founder.image_seen
        founder.image_seen = p.image_rate * founder.image + unseen
        if self.calendar[self.today].campaigns > 0.0:
            founder.novelty = 1.0
        renewed = p.renewal * (1.0 - founder.novelty)
        kept = founder.novelty * (1.0 - p.novelty_fading * founder.participation)
        founder.novelty = kept + renewed
        founder.benefit += p.benefit_learning * (p.beneficial - founder.benefit)
        target = p.coupling_ceiling * founder.exposure / (founder.exposure + p.brand)
        founder.coupling += p.coupling_rate * (target - founder.coupling)

    def set_levers(self) -> None:
        """Set the levers to the parameters, then as orders and rules say."""
        levers = {name: getattr(self.scenario.effective.founder, name) for name in layout.LEVERS}
        for order in self.orders:
            if order.first <= self.today < order.end:
                levers.update(order.levers)
        for rule in self.rules:
            if rule.remaining == 0 and self.today > 0 and self.fires(rule):
                rule.remaining = rule.days
            if rule.remaining > 0:
                rule.remaining -= 1
                levers.update(rule.levers)
        for name, value in levers.items():
            setattr(self.founder, name, value if isinstance(value, str) else float(value))

    def fires(self, rule: Rule) -> bool:
        """Tell whether yesterday's row meets all conditions of a rule."""
        yesterday = self.rows[-1]
        for name, sign, bound in rule.conditions:
            seen = yesterday[name]
            holds = {"<": seen < bound, "<=": seen <= bound, ">": seen > bound, ">=": seen >= bound}
            if not holds[sign]:
                return False
        return True

    # 2

    def product_phase(self) -> None:
        """Product: yesterday's purchases make the fleet; accidents and disputes happen to it."""
        p, firm, dated = self.p, self.firm, self.calendar[self.today]
        sold = self.sums.bought * self.weight
        firm.fleet = self.sums.owners * self.weight
        firm.sales_fast += (sold - firm.sales_fast) / p.success_fast
        firm.sales_slow += (sold - firm.sales_slow) / p.success_slow
        firm.market = firm.market * p.market_memory + dated.success
        both = firm.sales_fast + firm.sales_slow
        share = 0.5
        haste = 0.0
        if both > 0.0:
            share = firm.sales_fast / both
            haste = max(0.0, firm.sales_fast - firm.sales_slow) / both
        share = min(max(share + firm.market, 0.0), 1.0)
        firm.success = 0.5 + p.success_weight * (share - 0.5)
        firm.debt += (haste - firm.debt) / p.debt_days
        took_part = self.sums.participants / len(self.people)
        firm.strength += p.co_creation * took_part * (1.0 - firm.strength)
        firm.launch = firm.launch * p.launch_memory + dated.launch / products_apart(p)
        at_risk = firm.fleet
        if not p.fleet_at_risk:
            at_risk = 0.01 * self.weight * len(self.people)
        exposed = at_risk * (1.0 - p.protection * firm.strength)
        accidents = self.luck.poisson(Decision.ACCIDENTS, p.hazard * exposed)
        indebted = 1.0 + p.debt_gain * firm.debt
        disputes = self.luck.poisson(Decision.DISPUTES, p.defects * exposed * indebted)
        self.hide(0, accidents, Decision.ACCIDENT_SEVERITY)
        self.hide(1, disputes, Decision.DISPUTE_SEVERITY)
        self.row["accidents"] = float(accidents)
        self.row["disputes"] = float(disputes)
        self.row["fleet"] = firm.fleet
        self.row["sales"] = sold

    def hide(self, kind: int, happened: int, decision: Decision) -> None:
        """Put new incidents behind the hidden ones; beyond 1,024 the oldest are forgotten."""
        for k in range(min(happened, MOST_HIDDEN)):
            identity = (self.today * 2 + kind) * MOST_HIDDEN + k
            severity = self.severity(self.luck(decision, k))
            self.firm.hidden.append(Incident(severity, kind, 0, identity))
        self.firm.hidden = self.firm.hidden[-MOST_HIDDEN:]

    def severity(self, u: float) -> float:
        """Return a severity: truncated Pareto by inversion, or its mean."""
        a, cap = self.p.severity_tail - 1.0, self.p.severity_cap
        if self.p.heavy_tail:
            rest = 1.0 - u * (1.0 - math.pow(cap, -a))
            return min(math.pow(rest, -1.0 / a), cap)
        if abs(a - 1.0) < 1e-9:
            return math.log(cap) / (1.0 - 1.0 / cap)
        return a / (1.0 - a) * (math.pow(cap, 1.0 - a) - 1.0) / (1.0 - math.pow(cap, -a))

    # 3

    def newsroom_phase(self) -> None:
        """Newsroom: incidents become public, stories bring stories, people get used to them."""
        NewsroomDay(
            self.p,
            self.luck,
            self.calendar[self.today],
            self.founder,
            self.firm,
            self.mood,
            self.outlets,
            self.row,
        ).pass_by()

    # 4

    def conversation_phase(self) -> None:
        """Conversation: what was chosen yesterday is heard by everyone in the audience."""
        for listener in self.people:
            listener.heard = Heard()
        for i, (speaker, audience) in enumerate(zip(self.people, self.audiences, strict=True)):
            for place, number in enumerate(audience):
                times = self.strengths[i][place] if self.strengths else 1
                for _ in range(times):
                    self.tell(speaker, self.people[number].heard)

    def tell(self, speaker: Person, heard: Heard) -> None:
        """Add what a person says to what another hears."""
        voice = speaker.voice
        if voice.kind in ("praise", "circle"):
            heard.praise += voice.loudness
        if voice.kind == "circle":
            heard.noise += 1
        if voice.kind == "blame":
            heard.blame += voice.loudness
        if voice.kind == "attack":
            heard.noise += int(self.p.attack_noise)

    # 4a

    def rumour_phase(self) -> None:
        """Rumour: it is passed on, denied, and tired of."""
        if self.p.rumour_telling > 0.0:
            RumourDay(
                self.p,
                self.luck,
                self.calendar[self.today],
                self.founder,
                self.people,
                self.audiences,
                self.complete,
                self.row,
            ).pass_by()

    # 5

    def people_phase(self) -> None:
        """People: everyone changes, buys, and chooses what to say tomorrow."""
        self.sums = Sums()
        today = today_of(self.p, self.founder, self.firm, self.mood)
        for number, person in enumerate(self.people):
            PersonDay(self.p, today, self.firm.faulty, self.luck, self.sums, number, person).live()

    # 5a

    def ties_phase(self) -> None:
        """Ties: those of two who both took part today may grow stronger."""
        tie = -1
        for i, strengths in enumerate(self.strengths):
            for place, number in enumerate(self.audiences[i]):
                tie += 1
                together = self.people[i].joined and self.people[number].joined
                if together and strengths[place] < self.p.bond_most:
                    strengths[place] += self.luck(Decision.BOND, tie) < self.p.bonding
        self.row["tie_strength"] = 1.0
        if tie >= 0:
            self.row["tie_strength"] = sum(sum(row) for row in self.strengths) / (tie + 1)

    # 6

    def measure_phase(self) -> dict[str, float]:
        """Measure: the public mood takes in the day; the row is written and returned."""
        p, founder, firm, mood, sums = self.p, self.founder, self.firm, self.mood, self.sums
        people = len(self.people)
        outlet = p.media_voice * people
        praise = sums.praise / LOUDNESS + outlet * mood.dose_good
        blame = sums.blame / LOUDNESS + outlet * mood.dose_bad
        target = (praise - blame) / (praise + blame + p.background * people)
        mood.climate += (1.0 - p.climate_memory) * (target - mood.climate)
        visible, replies = founder.exposure, founder.replies
        if founder.stance == "silent":
            visible = replies = 0.0
        hoped = firm.strength + (1.0 - founder.candour) * p.hype * visible * 0.5
        mood.public_expectation += p.expectation_rate * (hoped - mood.public_expectation)
        answer(p, founder, sums, people, replies)
        mood.attack_stories = p.own_goal * 1000.0 * sums.attacks / people
        self.row |= row_of(p, founder, firm, mood, sums, people)
        self.rows.append(self.row)
        return self.row
