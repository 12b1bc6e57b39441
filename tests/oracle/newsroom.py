"""The newsroom phase of the oracle's day: docs/ODD.md, "Submodels", Newsroom."""

from __future__ import annotations

import math
from typing import Any

from sim.model.randomness import Decision
from tests.oracle.dated import Dated
from tests.oracle.draws import Luck
from tests.oracle.state import Firm, Founder, Incident, Mood, Outlet, products_apart

MOST_STORIES = 100_000.0


class NewsroomDay:
    """One day of the outlets: incidents become public, stories bring stories, habit follows."""

    def __init__(
        self,
        p: Any,
        luck: Luck,
        dated: Dated,
        founder: Founder,
        firm: Firm,
        mood: Mood,
        outlets: list[Outlet],
        row: dict[str, float],
    ) -> None:
        self.p = p
        self.luck = luck
        self.dated = dated
        self.founder = founder
        self.firm = firm
        self.mood = mood
        self.outlets = outlets
        self.row = row

    def pass_by(self) -> None:
        """Disclose, publish, tire, react."""
        p, founder, mood, row, dated = self.p, self.founder, self.mood, self.row, self.dated
        row["accidents"] += dated.accidents
        row["accidents_public"] += dated.accidents
        row["disputes"] += dated.disputes
        row["disputes_public"] += dated.disputes
        if dated.accidents + dated.disputes > 0.0:
            self.firm.faulty = 0
        first, mass = self.disclose()
        posts = founder.exposure
        if founder.stance == "silent":
            posts = 0.0
        # Yesterday's doses still stand.
        reach = p.own_channel * posts
        reach_all = reach + mood.dose_good + mood.dose_bad
        mood.reach_own = reach
        good = p.founder_stories * posts + dated.stories_good + p.branching * mood.excitation_good
        follow_ups = p.branching * mood.excitation_bad
        bad = first + dated.stories_bad + mood.attack_stories + follow_ups
        mass += dated.stories_bad * dated.gravity_bad + mood.attack_stories * 1.0
        mass += p.branching * mood.excitation_gravity
        mood.gravity = 0.0
        own = 0.0
        if bad > 0.0:
            mood.gravity = mass / bad
            own = (dated.stories_founder + mood.attack_stories) / bad
        if founder.stance == "apologise":
            own += (1.0 - own) * p.apology_naming
        if reach > 0.0:
            own += (1.0 - own) * p.own_channel_naming * (reach / reach_all)
        naming_bad = founder.coupling + (1.0 - founder.coupling) * own
        self.publish(good, bad, founder.coupling, naming_bad)
        rest = 1.0 - p.kernel
        ran_good, ran_bad = row["stories_good"], row["stories_bad"]
        mood.excitation_good = p.kernel * mood.excitation_good + rest * ran_good
        mood.excitation_bad = p.kernel * mood.excitation_bad + rest * ran_bad
        mood.excitation_gravity = p.kernel * mood.excitation_gravity + rest * ran_bad * mood.gravity
        for outlet in self.outlets:
            tired = p.appetite_fatigue * outlet.appetite * outlet.stories / (1.0 + outlet.stories)
            outlet.appetite += p.appetite_recovery * (1.0 - outlet.appetite) - tired
            outlet.appetite = max(outlet.appetite, 0.01)
            outlet.slant += p.slant_herding * (0.9 * mood.climate - outlet.slant)
            outlet.stories = 0
        self.react(posts)

    def disclose(self) -> tuple[float, float]:
        """Bring hidden incidents to light; return their first stories and the mass of gravity."""
        p, mood = self.p, self.mood
        habit = mood.habituation
        fame = p.brand + self.founder.coupling + habit / (1.0 + habit)
        fame = 1.0 + p.fame_weight * (fame - 1.0)
        rate = (p.disclosure + p.scrutiny * mood.attention) * fame
        banked = mood.reservoir / (mood.reservoir + p.reservoir_half)
        stories = 0.0
        mass = 0.0
        gravest = 0.0
        still_hidden = []
        for incident in self.firm.hidden:
            later = 1.0
            if incident.age > 0:
                later = p.later_disclosure
            chance = 1.0 - math.exp(-rate * incident.severity * later)
            if self.luck(Decision.DISCLOSURE, incident.identity) < chance:
                first = p.story_scale * incident.severity * (1.0 + p.reservoir_gain * banked)
                stories += first
                mass += first * ((1.0 + math.log2(incident.severity)) / 3.0)
                self.row[("accidents_public", "disputes_public")[incident.kind]] += 1.0
                if incident.severity > gravest:
                    gravest = incident.severity
                    self.firm.faulty = self.faulty_product(incident)
            elif incident.age < p.latent_days:
                incident.age += 1
                still_hidden.append(incident)
        self.firm.hidden = still_hidden
        self.row["latent"] = float(len(still_hidden))
        return stories, mass

    def faulty_product(self, incident: Incident) -> int:
        """Return which product an incident is about, whatever the day on which it is known."""
        first_morning = Luck(self.luck.seed, 0)
        u = first_morning(Decision.FAULTY_PRODUCT, incident.identity)
        return int(u * products_apart(self.p))

    def publish(self, good: float, bad: float, naming_good: float, naming_bad: float) -> None:
        """Draw the day's stories; each finds an outlet, a sign, and names the founder or not."""
        mood, row = self.mood, self.row
        share_bad = 0.0
        if good + bad > 0.0:
            share_bad = bad / (good + bad)
        mood.dose_good = mood.dose_bad = dose_founder = 0.0
        for story in range(self.luck.poisson(Decision.STORIES, min(good + bad, MOST_STORIES))):
            outlet = self.choose_outlet(self.luck(Decision.STORY_OUTLET, story))
            outlet.stories += 1
            names = self.luck(Decision.STORY_FOUNDER, story)
            if self.luck(Decision.STORY_SIGN, story) < share_bad:
                dose = outlet.reach * (1.0 - outlet.slant)
                mood.dose_bad += dose
                row["stories_bad"] += 1.0
                if names < naming_bad:
                    dose_founder += dose
                    row["stories_bad_founder"] += 1.0
            else:
                mood.dose_good += outlet.reach * (1.0 + outlet.slant)
                row["stories_good"] += 1.0
                if names < naming_good:
                    row["stories_good_founder"] += 1.0
        mood.founder_blamed = 0.0
        if mood.dose_bad > 0.0:
            mood.founder_blamed = dose_founder / mood.dose_bad

    def choose_outlet(self, u: float) -> Outlet:
        """Return an outlet in proportion to reach x appetite."""
        total = 0.0
        for outlet in self.outlets:
            total += outlet.reach * outlet.appetite
        left = u * total
        for outlet in self.outlets:
            left -= outlet.reach * outlet.appetite
            if left < 0.0:
                return outlet
        return self.outlets[-1]

    def react(self, posts: float) -> None:
        """Let attention, habit, surprise and the banked praise follow from the day's doses."""
        p, mood = self.p, self.mood
        doses = mood.dose_good + mood.dose_bad + mood.reach_own
        mood.attention = p.attention_memory * mood.attention + doses + p.attention_posts * posts
        habit = p.habituation_weight * mood.habituation
        mood.surprise = max(0.0, mood.attention - habit) / (1.0 + habit)
        mood.habituation += (mood.attention - mood.habituation) / p.habituation_days
        mood.bad_surprise = mood.good_surprise = 0.0
        if doses > 0.0:
            mood.bad_surprise = mood.surprise * mood.dose_bad / doses
            heard_good = mood.dose_good + mood.reach_own
            mood.good_surprise = mood.surprise * heard_good / doses
        banked = mood.reservoir * (1.0 - 1.0 / p.reservoir_days) + mood.dose_good - mood.dose_bad
        mood.reservoir = max(0.0, banked)
