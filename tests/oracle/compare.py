"""The oracle and the kernels side by side, phase by phase and over whole runs, to the bit."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from sim.engine.engine import Engine
from sim.engine.groups import agenda_of, given_of, ties_of, voices_of
from sim.engine.world import World, allocate
from sim.model import layout
from sim.model.day.conversation import deliver, fill_hall
from sim.model.day.counting import EVERYONE
from sim.model.day.founder import founder_day
from sim.model.day.groups import Desk, Hall
from sim.model.day.measure import measure_day
from sim.model.day.newsroom import newsroom_day
from sim.model.day.people import desks_of, people_block
from sim.model.day.product import product_day
from sim.model.day.rumour import rumour_day
from sim.model.day.ties import strengthen
from sim.network.network import Network
from sim.scenario.scenario import Scenario
from tests.oracle.handed import keys_of, nature_of, today_of
from tests.oracle.run import Oracle

# Stories and incidents that one comparison may follow: past them the oracle is too slow.
MOST_WORK = 200_000.0
TOTALS = {
    name.removeprefix("T_").lower(): index
    for name, index in vars(layout).items()
    if name.startswith("T_")
}


class Kernels:
    """The kernels of one day, called one by one as ``loop.run_days`` calls them.

    The people are cut into ``blocks``, as they are for threads, but at any person.
    """

    def __init__(self, world: World, blocks: int = 1) -> None:
        self.world = world
        count = min(blocks, world.people)
        self.cuts = [world.people * k // count for k in range(count + 1)]
        self.desks = desks_of(count)
        self.nature = nature_of(world.values)
        self.given = given_of(world)
        self.ties_as_arrays = ties_of(world)
        noise = int(world.values.attack_noise)
        self.hall = Hall(complete=world.network.complete, attack_noise=noise, sums=world.hall)

    def founder(self, day: int) -> None:
        w = self.world
        founder_day(day, w.values, agenda_of(w), w.series, w.levers, w.mood)

    def product(self, day: int) -> None:
        w = self.world
        product_day(day, self.given, w.calendar, w.totals, w.latent, w.mood, w.series[day])

    def newsroom(self, day: int) -> None:
        w = self.world
        row = w.series[day]
        newsroom_day(day, self.given, w.calendar, w.levers, w.outlets, w.latent, w.mood, row)

    def conversation(self, day: int) -> None:
        w, ties = self.world, self.ties_as_arrays
        if ties.complete:
            fill_hall(w.crowd.voice, self.hall)
            return
        room = self.desks.lists[0, EVERYONE]
        for first, end in pairwise(self.cuts):
            deliver(first, end, self.hall.attack_noise, voices_of(w), ties, w.crowd.heard, room)

    def rumour(self, day: int) -> None:
        w, ties = self.world, self.ties_as_arrays
        rumour_day(day, self.given, w.calendar, w.levers, ties, w.crowd, w.rumour, w.series[day])

    def people(self, day: int) -> None:
        w = self.world
        today, keys = today_of(w.values, w.levers, w.mood), keys_of(self.given.seed, day)
        for block, (first, end) in enumerate(pairwise(self.cuts)):
            desk = Desk(*(array[block] for array in self.desks))
            people_block(first, end, self.nature, today, keys, self.hall, w.crowd, desk)

    def ties(self, day: int) -> None:
        w = self.world
        strengthen(day, self.given, self.ties_as_arrays, w.crowd.marks, w.series[day])

    def measure(self, day: int) -> None:
        w = self.world
        measure_day(self.given, w.levers, w.totals, self.desks.totals, w.mood, w.series[day])


def same(found: Any, expected: np.ndarray, name: str, names: tuple[str, ...] = ()) -> None:
    """Check that what the oracle found has the bits of what the kernels wrote."""
    own = np.array(found, dtype=expected.dtype).reshape(expected.shape)
    if own.tobytes() == expected.tobytes():
        return
    differs = [k for k in range(len(own)) if own[k].tobytes() != expected[k].tobytes()]
    told = [
        f"{names[k] if names else k}: oracle {own[k]!r}, program {expected[k]!r}"
        for k in differs[:5]
    ]
    raise AssertionError(f"{name}: {len(differs)} differ; " + "; ".join(told))


def same_mood(oracle: Oracle, world: World, when: str) -> None:
    """Compare public mood, founder and firm, name by name."""
    found = []
    for name in layout.MOOD:
        keeper = next(x for x in (oracle.mood, oracle.founder, oracle.firm) if hasattr(x, name))
        found.append(getattr(keeper, name))
    same(found, world.mood, f"{when}, mood", layout.MOOD)


def same_row(oracle: Oracle, row: np.ndarray, when: str) -> None:
    """Compare a row of the series as far as it is written."""
    found = [oracle.row[name] for name in layout.SERIES_NAMES]
    assert len(oracle.row) == len(found), sorted({*oracle.row} - {*layout.SERIES_NAMES})
    same(found, row, f"{when}, series", layout.SERIES_NAMES)


def same_levers(oracle: Oracle, world: World, when: str) -> None:
    """Compare the levers, and how long the rules will act."""
    found = [getattr(oracle.founder, name) for name in layout.LEVERS]
    found[layout.STANCE] = layout.STANCES.index(found[layout.STANCE])
    same(found, world.levers, f"{when}, levers", layout.LEVERS)
    same([rule.remaining for rule in oracle.rules], world.book.remaining, f"{when}, rules")


def same_hidden(oracle: Oracle, world: World, when: str) -> None:
    """Compare the hidden incidents, oldest first."""
    hidden, latent = oracle.firm.hidden, world.latent
    count = int(latent.filled[0])
    assert len(hidden) == count, f"{when}: the oracle hides {len(hidden)}, the program {count}"
    for name in ("severity", "kind", "age", "identity"):
        kept = getattr(latent, name)[:count]
        same([getattr(x, name) for x in hidden], kept, f"{when}, hidden incidents' {name}")


def same_outlets(oracle: Oracle, world: World, when: str) -> None:
    """Compare the media."""
    for name in world.outlets._fields:
        found = [getattr(outlet, name) for outlet in oracle.outlets]
        same(found, getattr(world.outlets, name), f"{when}, outlets' {name}")


def heard_by_program(world: World, person: int) -> tuple[int, int, int]:
    """Return praise, blame and noise that a person of the program has heard today."""
    bits, mask = layout.HEARD_BITS, layout.HEARD_MASK
    if not world.network.complete:
        packed = int(world.crowd.heard[person])
        return packed & mask, (packed >> bits) & mask, packed >> 2 * bits
    praise, blame, noise = (int(x) for x in world.hall)
    voice = int(world.crowd.voice[person])
    if voice == 127:
        noise -= int(world.values.attack_noise)
    elif voice > layout.LOUDNESS_LEVELS:
        praise -= voice - layout.LOUDNESS_LEVELS
        noise -= 1
    elif voice > 0:
        praise -= voice
    else:
        blame += voice
    return praise, blame, noise


def same_hearing(oracle: Oracle, world: World, when: str) -> None:
    """Compare what everyone heard."""
    for i, person in enumerate(oracle.people):
        own = (person.heard.praise, person.heard.blame, person.heard.noise)
        program = heard_by_program(world, i)
        assert own == program, f"{when}, person {i} heard: oracle {own}, program {program}"


def same_people(oracle: Oracle, world: World, when: str) -> None:
    """Compare the people, bit for bit."""
    people, crowd = oracle.people, world.crowd
    for name in crowd._fields:
        if name == "voice":
            found = [person.voice.code for person in people]
        elif name == "heard":
            found = [0 for _ in people]  # heard means: taken in
        else:
            found = [getattr(person, name) for person in people]
        same(found, getattr(crowd, name), f"{when}, people's {name}")


def same_rumour(oracle: Oracle, world: World, when: str) -> None:
    """Compare what a rumour has made of everyone; where there are none, nothing is kept."""
    kept = oracle.people if oracle.p.rumour_telling > 0.0 else []
    same([person.rumour for person in kept], world.rumour.state, f"{when}, rumour's state")
    same([person.depth for person in kept], world.rumour.depth, f"{when}, rumour's depth")
    grievance = [person.grievance for person in oracle.people]
    same(grievance, world.crowd.grievance, f"{when}, people's grievance")


def same_strengths(oracle: Oracle, world: World, when: str) -> None:
    """Compare the strengths of all ties, in the order of the speakers."""
    found = [strength for strengths in oracle.strengths for strength in strengths]
    same(found, world.strength, f"{when}, strength of ties")


def same_totals(oracle: Oracle, totals: np.ndarray, when: str) -> None:
    """Compare the day's sums over people, name by name."""
    names = sorted(TOTALS, key=TOTALS.__getitem__)
    found = [getattr(oracle.sums, name) for name in names]
    same(found, totals, f"{when}, totals", tuple(names))


def follow_day(oracle: Oracle, kernels: Kernels) -> None:
    """Run one day of both and compare after each phase what the phase writes."""
    world, day = kernels.world, oracle.today
    row = world.series[day]
    when = f"day {day}, founder"
    oracle.morning()
    oracle.founder_phase()
    kernels.founder(day)
    same_levers(oracle, world, when)
    same_mood(oracle, world, when)
    when = f"day {day}, product"
    oracle.product_phase()
    kernels.product(day)
    same_mood(oracle, world, when)
    same_hidden(oracle, world, when)
    same_row(oracle, row, when)
    when = f"day {day}, newsroom"
    oracle.newsroom_phase()
    kernels.newsroom(day)
    same_mood(oracle, world, when)
    same_hidden(oracle, world, when)
    same_outlets(oracle, world, when)
    same_row(oracle, row, when)
    when = f"day {day}, conversation"
    oracle.conversation_phase()
    kernels.conversation(day)
    same_hearing(oracle, world, when)
    when = f"day {day}, rumour"
    oracle.rumour_phase()
    kernels.rumour(day)
    same_rumour(oracle, world, when)
    same_row(oracle, row, when)
    when = f"day {day}, people"
    oracle.people_phase()
    kernels.people(day)
    same_people(oracle, world, when)
    totals = kernels.desks.totals.sum(axis=0)
    totals[list(layout.STOCKS)] += world.totals[list(layout.STOCKS)]
    same_totals(oracle, totals, when)
    when = f"day {day}, ties"
    oracle.ties_phase()
    kernels.ties(day)
    same_strengths(oracle, world, when)
    same_row(oracle, row, when)
    when = f"day {day}, measure"
    oracle.measure_phase()
    kernels.measure(day)
    same_totals(oracle, world.totals, when)
    same_mood(oracle, world, when)
    same_row(oracle, row, when)
    assert np.isfinite(row).all(), f"{when}: {row}"


def same_run(oracle: Oracle, world: World) -> None:
    """Compare a whole run: all that is left at its end, and its series."""
    when = f"after {oracle.today} days"
    same_levers(oracle, world, when)
    same_mood(oracle, world, when)
    same_hidden(oracle, world, when)
    same_outlets(oracle, world, when)
    same_people(oracle, world, when)
    same_rumour(oracle, world, when)
    same_strengths(oracle, world, when)
    same_totals(oracle, world.totals, when)
    for day, row in enumerate(oracle.rows):
        found = [row[name] for name in layout.SERIES_NAMES]
        same(found, world.series[day], f"day {day}, series", layout.SERIES_NAMES)


def follow(scenario: Scenario, network: Network | None = None, blocks: int = 1) -> Oracle:
    """Compare a scenario phase by phase and then as one run of the engine; return the oracle.

    Days after ``MOST_WORK`` stories and incidents are left out.
    """
    world = allocate(scenario, network)
    oracle, kernels = Oracle(world), Kernels(world, blocks)
    work = 0.0
    with np.errstate(over="ignore"):
        while oracle.today < scenario.run.days and work < MOST_WORK:
            follow_day(oracle, kernels)
            row = oracle.row
            work += row["stories_good"] + row["stories_bad"] + row["accidents"] + row["disputes"]
    engine = Engine(allocate(scenario, world.network))
    engine.advance(oracle.today)
    same_run(oracle, engine.world)
    return oracle


def follow_whole(scenario: Scenario, network: Network | None = None) -> Oracle:
    """Compare a scenario as one run alone; return the oracle."""
    world = allocate(scenario, network)
    oracle, engine = Oracle(world), Engine(world)
    oracle.run(scenario.run.days)
    engine.run()
    same_run(oracle, engine.world)
    return oracle
