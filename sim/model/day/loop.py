"""The only time loop: days, and in each the phases of ``sim.model.day.schedule``, in order."""

from __future__ import annotations

from typing import Any

from sim.model.compiled import kernel, parallel_kernel, prange
from sim.model.day.conversation import deliver, fill_hall
from sim.model.day.counting import EVERYONE
from sim.model.day.founder import founder_day
from sim.model.day.groups import Agenda, Desk, Given, Hall, Public, Ties, Voices, Work
from sim.model.day.measure import measure_day
from sim.model.day.newsroom import newsroom_day
from sim.model.day.people import desk_of, people_block
from sim.model.day.product import product_day
from sim.model.day.rumour import rumour_day
from sim.model.day.ties import strengthen
from sim.model.day.today import Keys, Nature, Today, keys_of, nature_of, today_of


def run_days(
    first: int,
    last: int,
    given: Given,
    agenda: Agenda,
    ties: Ties,
    crowd: Any,
    public: Public,
    work: Work,
) -> None:
    """Run the days ``first`` to ``last - 1``.

    The people are cut into blocks, which may run on several threads; all that blocks share are
    integers, so that any cut gives the same bits.

    Parameters
    ----------
    first, last : int
        Days of the run from 0; ``last`` is not run.
    given, agenda, ties, work : Given, Agenda, Ties, Work
    crowd, public : Crowd, Public
        Written.
    """
    p = given.parameters
    # A parallel loop takes a named tuple in only if it is an argument or made right here, by name.
    nature = Nature(*nature_of(p))
    levers, mood, totals = public.levers, public.mood, public.totals
    calendar, bounds, heap = agenda.calendar, work.bounds, work.desks
    desks = Desk(
        hearing=heap.hearing,
        luck=heap.luck,
        acts=heap.acts,
        act_eights=heap.act_eights,
        lists=heap.lists,
        totals=heap.totals,
    )
    hall = Hall(complete=ties.complete, attack_noise=int(p.attack_noise), sums=work.hall)
    voices = Voices(each=crowd.voice, eights=work.voice_eights)
    for day in range(first, last):
        row = public.series[day]
        founder_day(day, p, agenda, public.series, levers, mood)
        product_day(day, given, calendar, totals, public.latent, mood, row)
        newsroom_day(day, given, calendar, levers, public.outlets, public.latent, mood, row)
        if ties.complete:
            fill_hall(crowd.voice, hall)
        else:
            for b in prange(bounds.shape[0] - 1):
                speakers = desks.lists[b, EVERYONE]
                deliver(
                    bounds[b], bounds[b + 1], hall.attack_noise, voices, ties, crowd.heard, speakers
                )
        rumour_day(day, given, calendar, levers, ties, crowd, public.rumour, row)
        today = Today(*today_of(p, levers, mood))
        keys = Keys(*keys_of(given.seed, day))
        for b in prange(bounds.shape[0] - 1):
            desk = desk_of(desks, b)
            people_block(bounds[b], bounds[b + 1], nature, today, keys, hall, crowd, desk)
        strengthen(day, given, ties, crowd.marks, row)
        measure_day(given, levers, totals, desks.totals, mood, row)


run_days_on_one_thread = kernel(run_days)
run_days_on_threads = parallel_kernel(run_days)
