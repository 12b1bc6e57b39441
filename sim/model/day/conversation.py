"""The conversation phase: those who chose to speak are heard by their audience."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from sim.model.compiled import fetch, formula, inner_kernel
from sim.model.layout import ANTI_FAN, FAN, HEARD_BITS, HEARD_MASK, LOUDNESS_LEVELS
from sim.model.randomness import first_of, word

# A voice is one int8: 1..63 praise of that loudness, 64..126 the same from the fan circle,
# 127 an attack on critics, -1..-63 blame.
CIRCLE_VOICE = LOUDNESS_LEVELS
ATTACK_VOICE = 127

# How many speakers ahead memory is asked for the place of an audience, for the audience, and for
# what it has heard; ties in a line of memory. Measured, docs/performance.md.
FAR: Final = 48
NEAR: Final = 24
NEXT: Final = 6
LINE: Final = 16
# People whose hearing stays near the processor by itself.
NEARBY: Final = 2**17

_LEVELS: Final = np.float32(LOUDNESS_LEVELS)
_HALF: Final = np.float32(0.5)
_ONE: Final = np.float32(1.0)


@formula
def loudness(feeling: np.float32) -> int:
    """Return the loudness, 1 to 63, of a feeling in [0, 1]."""
    return max(1, min(LOUDNESS_LEVELS, int(feeling * _LEVELS + _HALF)))


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
    p: Any,
    today: Any,
    keys: Any,
    i: int,
    role: int,
    passion: np.float32,
    grievance: np.float32,
    critic: bool,
    activity: np.float32,
) -> int:
    """Return tomorrow's voice of the person ``i`` (see ``ATTACK_VOICE``), 0 for silence.

    The rate grows with feeling, with surprise and with how well the climate agrees (spiral of
    silence; Noelle-Neumann 1974), times the person's own activity. A fan's grievance takes away
    from what he has to say in praise. Fan-circle members attack when the founder is under fire.
    """
    speaks = first_of(word(keys.speak, i))
    if role == FAN:
        in_circle = passion > p.circle
        if in_circle and first_of(word(keys.attack, i)) < today.attack:
            return ATTACK_VOICE
        if not critic:
            eager = passion - p.doubt * grievance
            if speaks < today.voice_praise * activity * eager:
                return loudness(eager) + (CIRCLE_VOICE if in_circle else 0)
            return 0
    feeling = -passion if role == ANTI_FAN else grievance / (_ONE + grievance)
    if speaks < today.voice_blame * activity * feeling:
        return -loudness(feeling)
    return 0


@inner_kernel
def list_flagged(flags: Any, eights: Any, start: int, end: int, numbers: Any) -> tuple[int, int]:
    """List the places of non-zero flags, from ``start`` until the list is nearly full.

    Eight flags are looked at in one go, as most are 0.

    Parameters
    ----------
    flags : int8 (at least end,)
    eights : int64 (at least end // 8,)
        The same memory, eight flags a number.
    start, end : int
        The flags to look at; ``start`` is a multiple of 8.
    numbers : int64 (at least 16,)
        Written.

    Returns
    -------
    found, start : int
        How many are listed, and where to go on: ``end`` when all have been looked at.
    """
    most = numbers.shape[0] - 16
    found = 0
    j = start // 8
    while j < end // 8 and found <= most:
        if eights[j] != 0:
            for k in range(8 * j, 8 * j + 8):
                numbers[found] = k
                found += flags[k] != 0
        j += 1
    if j < end // 8:
        return found, 8 * j
    for k in range(8 * j, end):
        numbers[found] = k
        found += flags[k] != 0
    return found, end


@inner_kernel
def deliver(
    first: int,
    end: int,
    attack_noise: int,
    voice: Any,
    voice_eights: Any,
    offsets: Any,
    audience: Any,
    strength: Any,
    heard: Any,
    speakers: Any,
) -> None:
    """Run the conversation phase of a day for the listeners ``first`` to ``end - 1``.

    Parameters
    ----------
    first, end : int
        Block of listeners. Blocks of different threads do not touch each other's listeners.
    attack_noise : int
        Voices of noise an attack is.
    voice, voice_eights : int8 (people,), int64 (people // 8,)
        What each person says; the same memory, eight voices a number.
    offsets, audience : int64 (people + 1,), int32 (ties,)
        Who hears whom, audiences ascending.
    strength : int8 (ties,) or (0,)
        How many voices a tie counts as; empty where each is one.
    heard : int64 (people,)
        Packed sums; written.
    speakers : int64 (some,)
        Room for a list.
    """
    start = 0
    while start < voice.shape[0]:
        found, start = list_flagged(voice, voice_eights, start, voice.shape[0], speakers)
        deliver_from(
            speakers[:found], first, end, attack_noise, voice, offsets, audience, strength, heard
        )


@inner_kernel
def deliver_from(
    speakers: Any,
    first: int,
    end: int,
    attack_noise: int,
    voice: Any,
    offsets: Any,
    audience: Any,
    strength: Any,
    heard: Any,
) -> None:
    """Let some speakers be heard. Arguments as in ``deliver``.

    Where a speaker's audience stands, who is in it and what these have heard are fetched from far
    memory while speakers before him are at work, for the waiting would take longer than the work.
    """
    whole = first == 0 and end == voice.shape[0]
    far = whole and heard.shape[0] > NEARBY
    count = speakers.shape[0]
    for k in range(-FAR, count):
        if k + FAR < count:
            fetch(offsets, speakers[k + FAR])
        if 0 <= k + NEAR < count:
            row = offsets[speakers[k + NEAR]]
            fetch(audience, row)
            fetch(audience, row + LINE)
        if far and 0 <= k + NEXT < count:
            speaker = speakers[k + NEXT]
            for tie in range(offsets[speaker], offsets[speaker + 1]):
                fetch(heard, audience[tie])
        if k < 0:
            continue
        speaker = speakers[k]
        heap = word_of(int(voice[speaker]), attack_noise)
        start = offsets[speaker]
        stop = offsets[speaker + 1]
        if not whole:
            start = first_at_least(audience, start, stop, first)
            stop = first_at_least(audience, start, stop, end)
        if strength.shape[0] > 0:
            for tie in range(start, stop):
                heard[audience[tie]] += heap * int(strength[tie])
            continue
        for tie in range(start, stop):
            heard[audience[tie]] += heap


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
