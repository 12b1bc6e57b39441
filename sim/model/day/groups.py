"""What the phases of a day are handed: a few named groups of arrays and numbers, each one thing.

A kernel takes at most eight arguments, so what belongs together travels together. Inside a
parallel loop a group may hold arrays and numbers but no other group.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Given(NamedTuple):
    """What a run is given and no day changes.

    Attributes
    ----------
    seed : uint64
        Luck.
    parameters : Values
        All parameters, float64 each, switches applied.
    weight : float64
        Real people an agent stands for.
    people : int64
        Agents in the crowd.
    """

    seed: Any
    parameters: Any
    weight: Any
    people: Any


class Agenda(NamedTuple):
    """What is dated or ruled beforehand.

    Attributes
    ----------
    book : Book
        Dated orders and playbook rules; the days that rules still act are written.
    calendar : float64 (days, 10)
        What the dated events add to each day, see ``layout.CALENDAR``.
    """

    book: Any
    calendar: Any


class Ties(NamedTuple):
    """Who hears whom.

    Attributes
    ----------
    complete : bool
        Whether everyone hears everyone; the arrays are then not read.
    offsets : int64 (people + 1,)
        Where the audience of each speaker begins.
    audience : int32 (ties,)
        Listeners, ascending for each speaker.
    strength : int8 (ties,) or (0,)
        Voices that a tie counts as; empty where each is one.
    """

    complete: Any
    offsets: Any
    audience: Any
    strength: Any


class Public(NamedTuple):
    """What is known or said in public, and what the firm keeps to itself.

    Attributes
    ----------
    levers : float64 (8,)
        See ``layout.LEVERS``.
    mood : float64 (moods,)
        See ``layout.MOOD``.
    outlets : Outlets
    latent : Latent
        Incidents that nobody knows of yet.
    rumour : Rumour
    totals : int64 (totals,)
        Sums over people, as of yesterday evening.
    series : float64 (days, columns)
        The days' rows, see ``layout.SERIES``.
    """

    levers: Any
    mood: Any
    outlets: Any
    latent: Any
    rumour: Any
    totals: Any
    series: Any


class Hall(NamedTuple):
    """What everyone hears alike.

    Attributes
    ----------
    complete : bool
        Whether everyone hears everyone.
    attack_noise : int64
        Voices of noise that an attack counts as.
    sums : int64 (3,)
        Praise and blame in units of loudness and noise in voices, of a complete network.
    """

    complete: Any
    attack_noise: Any
    sums: Any


class Voices(NamedTuple):
    """What each person says today.

    Attributes
    ----------
    each : int8 (people,)
    eights : int64 (people // 8,)
        The same memory, eight voices a number.
    """

    each: Any
    eights: Any


class Work(NamedTuple):
    """How the people are shared among threads, and room to work in.

    Attributes
    ----------
    bounds : int64 (blocks + 1,)
        Where each block of people begins.
    voice_eights : int64 (people // 8,)
        The crowd's voices, eight a number.
    hall : int64 (3,)
        Sums of a complete network.
    desks : Desk
        One row a block; nothing in it but ``totals`` outlives a chunk of a day.
    """

    bounds: Any
    voice_eights: Any
    hall: Any
    desks: Any


class Desk(NamedTuple):
    """Room in which one block of people is worked on, and what it sums up to.

    Attributes
    ----------
    hearing : float32 (3, CHUNK)
        What each of a chunk heard: rows ``PRAISE``, ``BLAME``, ``NOISE``.
    luck : float32 (5, CHUNK)
        What each of a chunk draws.
    acts : int8 (CHUNK,)
        Who may do more than feel.
    act_eights : int64 (CHUNK // 8,)
        The same memory, eight a number.
    lists : int64 (4, CHUNK + 16)
        Numbers of people.
    totals : int64 (totals,)
        Sums over the block, and changes of ``STOCKS``.
    """

    hearing: Any
    luck: Any
    acts: Any
    act_eights: Any
    lists: Any
    totals: Any
