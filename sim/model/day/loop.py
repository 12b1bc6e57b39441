"""The only time loop: the phases of a day, in the order of ``sim.model.day.schedule``."""

from __future__ import annotations

from typing import Any

from sim.model.compiled import kernel, parallel_kernel, prange
from sim.model.day.conversation import deliver, fill_hall
from sim.model.day.founder import founder_day
from sim.model.day.measure import measure_day
from sim.model.day.newsroom import newsroom_day
from sim.model.day.people import people_block
from sim.model.day.product import product_day
from sim.model.day.rumour import rumour_day
from sim.model.day.ties import strengthen


def run_days(
    first: int,
    last: int,
    seed: Any,
    p: Any,
    nature: Any,
    weight: float,
    bounds: Any,
    book: Any,
    calendar: Any,
    offsets: Any,
    audience: Any,
    complete: bool,
    crowd: Any,
    voice_eights: Any,
    strength: Any,
    rumour: Any,
    outlets: Any,
    latent: Any,
    mood: Any,
    levers: Any,
    hall: Any,
    totals: Any,
    blocks: Any,
    room: Any,
    series: Any,
) -> None:
    """Run the days ``first`` to ``last - 1``: the phases of ``sim.model.day.SCHEDULE``, in order.

    ``bounds`` (int64, blocks + 1) cuts the people into blocks, which may run on several threads;
    all that they share are integers, so that any cut gives the same bits. ``room`` (Workspace) has
    a row for each block; the rest is the ``World``'s.
    """
    people = crowd.role.shape[0]
    noise = int(p.attack_noise)
    for day in range(first, last):
        row = series[day]
        founder_day(day, p, book, calendar, series, levers, mood)
        product_day(day, seed, p, weight, people, calendar, totals, latent, mood, row)
        newsroom_day(day, seed, p, calendar, levers, outlets, latent, mood, row)
        if complete:
            fill_hall(noise, crowd.voice, hall)
        else:
            for b in prange(bounds.shape[0] - 1):
                deliver(
                    bounds[b],
                    bounds[b + 1],
                    noise,
                    crowd.voice,
                    voice_eights,
                    offsets,
                    audience,
                    strength,
                    crowd.heard,
                    room.lists[b, 0],
                )
        rumour_day(day, seed, p, calendar, levers, offsets, audience, complete, crowd, rumour, row)
        for b in prange(bounds.shape[0] - 1):
            people_block(
                day,
                seed,
                bounds[b],
                bounds[b + 1],
                p,
                nature,
                levers,
                mood,
                complete,
                hall,
                crowd,
                room.hearing[b],
                room.luck[b],
                room.acts[b],
                room.act_eights[b],
                room.lists[b],
                blocks[b],
            )
        strengthen(day, seed, p, offsets, audience, crowd.marks, strength, row)
        measure_day(p, people, levers, totals, blocks, mood, row)


run_days_on_one_thread = kernel(run_days)

run_days_on_threads = parallel_kernel(run_days)
