"""The conversation phase: those who chose to speak are heard by their audience."""

from __future__ import annotations

import math
from typing import Any, Final, NamedTuple

import numpy as np

from sim.model.compiled import fetch, formula, inner_kernel
from sim.model.day.groups import Hall, Ties, Voices
from sim.model.layout import (
    ANTI_FAN,
    BLAME,
    FAN,
    HEARD_BITS,
    HEARD_MASK,
    LOUDNESS_LEVELS,
    NOISE,
    PRAISE,
)
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


class Speaker(NamedTuple):
    """What decides whether a person speaks: role, feelings (float32), critic or not, activity."""

    role: Any
    passion: Any
    grievance: Any
    critic: Any
    activity: Any


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
def choose_voice(nature: Any, today: Any, keys: Any, i: int, speaker: Speaker) -> int:
    """Return tomorrow's voice of the person ``i`` (see ``ATTACK_VOICE``), 0 for silence.

    The rate grows with feeling, with surprise and with how well the climate agrees (spiral of
    silence; Noelle-Neumann 1974), times the person's own activity. A fan's grievance takes away
    from what he has to say in praise. Fan-circle members attack when the founder is under fire.
    """
    speaks = first_of(word(keys.speak, i))
    passion, grievance = speaker.passion, speaker.grievance
    if speaker.role == FAN:
        in_circle = passion > nature.circle
        if in_circle and first_of(word(keys.attack, i)) < today.attack:
            return ATTACK_VOICE
        if not speaker.critic:
            eager = passion - nature.doubt * grievance
            if speaks < today.voice_praise * speaker.activity * eager:
                return loudness(eager) + (CIRCLE_VOICE if in_circle else 0)
            return 0
    feeling = -passion if speaker.role == ANTI_FAN else grievance / (_ONE + grievance)
    if speaks < today.voice_blame * speaker.activity * feeling:
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
    voices: Voices,
    ties: Ties,
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
    voices, ties : Voices, Ties
    heard : int64 (people,)
        Packed sums; written.
    speakers : int64 (some,)
        Room for a list.
    """
    voice, start = voices.each, 0
    while start < voice.shape[0]:
        found, start = list_flagged(voice, voices.eights, start, voice.shape[0], speakers)
        deliver_from(speakers[:found], first, end, attack_noise, voice, ties, heard)


@inner_kernel
def deliver_from(
    speakers: Any, first: int, end: int, attack_noise: int, voice: Any, ties: Ties, heard: Any
) -> None:
    """Let some speakers be heard. Arguments as in ``deliver``.

    Where a speaker's audience stands, who is in it and what these have heard are fetched from far
    memory while speakers before him are at work, for the waiting would take longer than the work.
    """
    offsets, audience, strength = ties.offsets, ties.audience, ties.strength
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
def fill_hall(voice: Any, hall: Hall) -> None:
    """Sum all voices of a complete network, where everyone hears everyone else.

    ``hall.sums`` takes praise, blame and noise; each listener takes his own voice out again.

    Parameters
    ----------
    voice : int8 (people,)
    hall : Hall
        Its sums are written.
    """
    praise, blame, noise = 0, 0, 0
    for speaker in range(voice.shape[0]):
        if voice[speaker] != 0:
            heap = word_of(int(voice[speaker]), hall.attack_noise)
            praise += heap & HEARD_MASK
            blame += (heap >> HEARD_BITS) & HEARD_MASK
            noise += heap >> (2 * HEARD_BITS)
    hall.sums[PRAISE] = praise
    hall.sums[BLAME] = blame
    hall.sums[NOISE] = noise
