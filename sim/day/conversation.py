"""Phase 4, conversation: those who chose to speak are heard by their audience."""

from __future__ import annotations

import math
from typing import Any

from sim.compiled import inlined, kernel
from sim.layout import ANTI_FAN, FAN, HEARD_BITS, HEARD_MASK, LOUDNESS_LEVELS

# A voice is one int8: 1..63 praise of that loudness, 64..126 the same from the fan circle,
# 127 an attack on critics, -1..-63 blame.
CIRCLE_VOICE = LOUDNESS_LEVELS
ATTACK_VOICE = 127


@kernel
def loudness(feeling: float) -> int:
    """Return the loudness, 1 to 63, of a feeling in [0, 1]."""
    return max(1, min(LOUDNESS_LEVELS, int(feeling * LOUDNESS_LEVELS + 0.5)))


@kernel
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


@inlined
def praise_in(heard: int) -> float:
    """Return the praise heard, in voices of full loudness."""
    return (heard & HEARD_MASK) / LOUDNESS_LEVELS


@inlined
def blame_in(heard: int) -> float:
    """Return the blame heard, in voices of full loudness."""
    return ((heard >> HEARD_BITS) & HEARD_MASK) / LOUDNESS_LEVELS


@inlined
def noise_in(heard: int) -> float:
    """Return the fan-circle noise heard, in voices."""
    return float(heard >> (2 * HEARD_BITS))


@kernel
def choose_voice(
    p: Any, today: Any, role: int, passion: float, grievance: float, critic: bool,
    activity: float, u_speak: float, u_attack: float,
) -> int:  # fmt: skip
    """Return tomorrow's voice of a person (see ``ATTACK_VOICE``), 0 for silence.

    The rate grows with feeling, with surprise and with how well the climate agrees (spiral of
    silence; Noelle-Neumann 1974), times the person's own activity. A fan's grievance takes away
    from what he has to say in praise. Fan-circle members attack when the founder is under fire.
    """
    if role == FAN:
        in_circle = passion > p.circle
        if in_circle and u_attack < today.attack:
            return ATTACK_VOICE
        if not critic:
            eager = passion - p.doubt * grievance
            if u_speak < today.voice_praise * activity * eager:
                return loudness(eager) + (CIRCLE_VOICE if in_circle else 0)
            return 0
    feeling = -passion if role == ANTI_FAN else grievance / (1.0 + grievance)
    if u_speak < today.voice_blame * activity * feeling:
        return -loudness(feeling)
    return 0


@kernel
def deliver(
    first: int, end: int, attack_noise: int, voice: Any, offsets: Any, audience: Any, heard: Any
) -> None:
    """Run phase 4 of a day for the listeners ``first`` to ``end - 1``.

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
    """
    whole = first == 0 and end == voice.shape[0]
    for speaker in range(voice.shape[0]):
        if voice[speaker] != 0:
            word = word_of(int(voice[speaker]), attack_noise)
            low = offsets[speaker]
            high = offsets[speaker + 1]
            if not whole:
                low = first_at_least(audience, low, high, first)
                high = first_at_least(audience, low, high, end)
            for tie in range(low, high):
                heard[audience[tie]] += word


@kernel
def first_at_least(audience: Any, low: int, high: int, listener: int) -> int:
    """Return the first tie of an ascending audience whose listener is at least ``listener``."""
    while low < high:
        middle = (low + high) // 2
        if audience[middle] < listener:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def agreement(spiral: float, climate: float) -> float:
    """Return how far a climate loosens the tongues of those who agree: 1 when neutral, 0 to 2."""
    return 2.0 / (1.0 + math.exp(-spiral * climate))


@kernel
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
