"""Phase 4, conversation: those who chose to speak are heard by their audience."""

from __future__ import annotations

import math
from typing import Any

from sim.compiled import fetch, formula, inner_kernel
from sim.layout import ANTI_FAN, FAN, HEARD_BITS, HEARD_MASK, LOUDNESS_LEVELS
from sim.randomness import uniform

# A voice is one int8: 1..63 praise of that loudness, 64..126 the same from the fan circle,
# 127 an attack on critics, -1..-63 blame.
CIRCLE_VOICE = LOUDNESS_LEVELS
ATTACK_VOICE = 127


@formula
def loudness(feeling: float) -> int:
    """Return the loudness, 1 to 63, of a feeling in [0, 1]."""
    return max(1, min(LOUDNESS_LEVELS, int(feeling * LOUDNESS_LEVELS + 0.5)))


@formula
def word_of(voice: int, attack_noise: int) -> int:
    """Return what one voice adds to the hearing of each in its audience (packed int64).

    Praise in the lowest 22 bits, blame in the next 22, noise of the fan circle above.
    """
    if voice < 0:
        return -voice << HEARD_BITS
    if voice == ATTACK_VOICE:
        return attack_noise << (2 * HEARD_BITS)
    if voice > CIRCLE_VOICE:
        return (voice - CIRCLE_VOICE) | (1 << (2 * HEARD_BITS))
    return voice


@formula
def choose_voice(
    p: Any, today: Any, keys: Any, i: int, role: int, passion: float, grievance: float,
    critic: bool, activity: float,
) -> int:  # fmt: skip
    """Return tomorrow's voice of the person ``i`` (see ``ATTACK_VOICE``), 0 for silence.

    The rate grows with feeling, with surprise and with how well the climate agrees (spiral of
    silence; Noelle-Neumann 1974), times the person's own activity. A fan's grievance takes away
    from what he has to say in praise. Fan-circle members attack when the founder is under fire.
    """
    if role == FAN:
        in_circle = passion > p.circle
        if in_circle and uniform(keys.attack, i) < today.attack:
            return ATTACK_VOICE
        if not critic:
            eager = passion - p.doubt * grievance
            if uniform(keys.speak, i) < today.voice_praise * activity * eager:
                return loudness(eager) + (CIRCLE_VOICE if in_circle else 0)
            return 0
    feeling = -passion if role == ANTI_FAN else grievance / (1.0 + grievance)
    if uniform(keys.speak, i) < today.voice_blame * activity * feeling:
        return -loudness(feeling)
    return 0


@inner_kernel
def deliver(
    first: int, end: int, attack_noise: int, voice: Any, offsets: Any, audience: Any, heard: Any,
    speakers: Any,
) -> None:  # fmt: skip
    """Run phase 4 of a day for the listeners ``first`` to ``end - 1``.

    The speakers among some people are listed first and their audiences fetched from far memory
    while others are still at work, for the waiting would take longer than the work.

    Parameters
    ----------
    first, end : int
        Block of listeners. Blocks of different threads do not touch each other's listeners.
    attack_noise : int
        Voices of noise an attack is.
    voice : int8 (people,)
        What each person says.
    offsets, audience : int64 (people + 1,), int32 (ties,)
        Who hears whom, audiences ascending.
    heard : int64 (people,)
        Packed sums; written.
    speakers : int64 (some,)
        Room for the list.
    """
    whole = first == 0 and end == voice.shape[0]
    for low in range(0, voice.shape[0], speakers.shape[0]):
        count = 0
        for i in range(low, min(low + speakers.shape[0], voice.shape[0])):
            speakers[count] = i
            count += voice[i] != 0
        for k in range(count):
            fetch(audience, offsets[speakers[k]])
        for k in range(count):
            speaker = speakers[k]
            word = word_of(int(voice[speaker]), attack_noise)
            start = offsets[speaker]
            stop = offsets[speaker + 1]
            if not whole:
                start = first_at_least(audience, start, stop, first)
                stop = first_at_least(audience, start, stop, end)
            for tie in range(start, stop):
                heard[audience[tie]] += word


@inner_kernel
def first_at_least(audience: Any, low: int, high: int, listener: int) -> int:
    """Return the first tie of an ascending audience whose listener is at least ``listener``."""
    while low < high:
        middle = (low + high) // 2
        if audience[middle] < listener:
            low = middle + 1
        else:
            high = middle
    return low


@inner_kernel
def agreement(spiral: float, climate: float) -> float:
    """Return how far a climate loosens the tongues of those who agree: 1 when neutral, 0 to 2."""
    return 2.0 / (1.0 + math.exp(-spiral * climate))


@inner_kernel
def fill_hall(attack_noise: int, voice: Any, hall: Any) -> None:
    """Sum all voices of a complete network, where everyone hears everyone else.

    ``hall`` (int64, 3) takes praise, blame and noise in units of loudness; each listener takes
    his own voice out again.
    """
    hall[0] = 0
    hall[1] = 0
    hall[2] = 0
    for speaker in range(voice.shape[0]):
        if voice[speaker] != 0:
            word = word_of(int(voice[speaker]), attack_noise)
            hall[0] += word & HEARD_MASK
            hall[1] += (word >> HEARD_BITS) & HEARD_MASK
            hall[2] += word >> (2 * HEARD_BITS)
