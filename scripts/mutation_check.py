"""Break the kernels in many small ways, one at a time, and see whether the tests notice.

Every mutation changes one place in a copy of the checkout, with a compile cache of its own; the
work tree is not touched. First the kernel tests run without JIT, then, if they noticed nothing, the
compiled tests. A run that hangs is stopped and counts as caught. On demand, in the project's
environment:

    python scripts/mutation_check.py                          all, two at a time
    python scripts/mutation_check.py --list                   what there is
    python scripts/mutation_check.py --only people-shield     one, or several
    python scripts/mutation_check.py --output docs/TRACE.md   also write the table into a document

A mutation that cannot change any result does not belong in the list; at least ``ENOUGH`` of them
must be caught. The exit code is 0 where they were, 1 where not, and 2 where the check could not be
made, for instance because a test fails without any mutation.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
COPIED = ("sim", "tests", "scenarios", "docs", "pyproject.toml")
ENOUGH = 0.95
TABLE = re.compile(r"(<!-- mutations -->\n).*?(<!-- end -->)", re.DOTALL)
FAILED = re.compile(r"^(?:FAILED|ERROR) (tests.*?)(?: - .*)?$", re.MULTILINE)

# Loaded by pytest: the copy is what is tested; Hypothesis tries the same examples each time and
# does not look for smaller ones.
PLUGIN = """
from pathlib import Path
import sim
from hypothesis import Phase, settings
assert Path(sim.__file__).parents[1] == Path(__file__).parent, sim.__file__
settings.register_profile(
    "mutation", database=None, derandomize=True, deadline=None, print_blob=False,
    phases=(Phase.explicit, Phase.generate),
)
settings.load_profile("mutation")
"""


class Mutation(NamedTuple):
    """One small way to break a kernel: the exact old text, which occurs once, and the new."""

    id: str
    file: str
    kind: str
    old: str
    new: str

    def applied(self, source: str) -> str:
        """Return the source of the file with the mutation in it."""
        found = source.count(self.old)
        if found != 1:
            raise ValueError(f"{self.id}: the old text occurs {found} times in {self.file}, not 1")
        return source.replace(self.old, self.new)


def of(file: str, *rows: tuple[str, str, str, str]) -> list[Mutation]:
    """Return the mutations of a file from rows of name, kind, old text and new text."""
    stem = Path(file).stem
    return [Mutation(f"{stem}-{name}", file, kind, old, new) for name, kind, old, new in rows]


def swapped(one: str, other: str, between: str) -> tuple[str, str]:
    """Return the old and new text of two pieces of code that change places."""
    return one + between + other, other + between + one


FOUNDER = of(
    "sim/day/founder.py",
    ("below", "comparison", "return observed < bound", "return observed <= bound"),
    ("at-most", "comparison", "return observed <= bound", "return observed < bound"),
    ("above", "comparison", "return observed > bound", "return observed >= bound"),
    ("at-least", "comparison", "return observed >= bound", "return observed > bound"),
    ("first-condition-suffices", "bound",
     "range(book.conditions[rule])", "range(min(1, book.conditions[rule]))"),
    ("order-a-day-late", "day",
     "book.order_first[order] <= day", "book.order_first[order] < day"),
    ("order-a-day-longer", "day",
     "day < book.order_end[order]", "day <= book.order_end[order]"),
    ("rule-sees-today", "day", "series[day - 1]", "series[day]"),
    ("rule-not-on-the-second-day", "day", "day > 0 and", "day > 1 and"),
    ("rule-fires-while-it-acts", "term", "if book.remaining[rule] == 0 and day", "if day"),
    ("rule-never-ends", "reset", "book.remaining[rule] -= 1", "book.remaining[rule] -= 0"),
    ("wrong-lever", "index", "levers[4] = p.distance", "levers[4] = p.warmth"),
    ("brand-helps", "sign",
     "exposure / (exposure + p.brand)", "exposure / abs(exposure - p.brand)"),
    ("coupling-at-once", "decay",
     "mood[COUPLING] += p.coupling_rate * (target - mood[COUPLING])", "mood[COUPLING] = target"),
)  # fmt: skip

PRODUCT = of(
    "sim/day/product.py",
    ("mean-of-another-tail", "term", "a = tail - 1.0", "a = tail"),
    ("thin-tail-inverted", "sign", "p.heavy_tail == 0.0", "p.heavy_tail != 0.0"),
    ("severity-not-truncated", "bound",
     "1.0 - u * (1.0 - math.pow(p.severity_cap, -a))", "1.0 - u"),
    ("severity-exponent", "term", "math.pow(rest, -1.0 / a)", "math.pow(rest, -a)"),
    ("forgets-one-too-many", "bound", "have + added - room)", "have + added - room + 1)"),
    ("forgets-the-newest", "index",
     "latent.severity[k - spill] = latent.severity[k]",
     "latent.severity[k - spill] = latent.severity[k - spill]"),
    ("more-than-the-store-holds", "clamp", "added = min(happened, room)", "added = happened"),
    ("one-severity-for-all", "index",
     "severity(uniform(key, k), p)", "severity(uniform(key, 0), p)"),
    ("kinds-swapped", "swap", "latent.kind[have + k] = kind", "latent.kind[have + k] = 1 - kind"),
    ("born-a-day-old", "day", "latent.age[have + k] = 0", "latent.age[have + k] = 1"),
    ("identities-collide", "index", "(day * 2 + kind) * room", "(day + kind) * room"),
    ("sales-are-owners", "index",
     "sold = totals[T_BOUGHT] * weight", "sold = totals[T_OWNERS] * weight"),
    ("fleet-unweighted", "term",
     "mood[FLEET] = totals[T_OWNERS] * weight", "mood[FLEET] = totals[T_OWNERS]"),
    ("memories-of-sales", "swap",
     "(sold - mood[SALES_FAST]) / p.success_fast", "(sold - mood[SALES_FAST]) / p.success_slow"),
    ("market-never-fades", "decay", "mood[MARKET] * p.market_memory", "mood[MARKET]"),
    ("market-inverted", "sign", "share + mood[MARKET]", "share - mood[MARKET]"),
    ("success-unbounded", "clamp",
     "min(max(share + mood[MARKET], 0.0), 1.0)", "share + mood[MARKET]"),
    ("success-inverted", "sign",
     "p.success_weight * (share - 0.5)", "p.success_weight * (0.5 - share)"),
    ("strength-without-ceiling", "term", "took_part * (1.0 - mood[STRENGTH])", "took_part"),
    ("launch-never-fades", "decay", "mood[LAUNCH] * p.launch_memory", "mood[LAUNCH]"),
    ("launch-a-day-late", "day",
     "calendar[day, CALENDAR_LAUNCH]", "calendar[max(0, day - 1), CALENDAR_LAUNCH]"),
    ("fixed-fleet-inverted", "sign", "p.fleet_at_risk > 0.0", "p.fleet_at_risk == 0.0"),
    ("quality-endangers", "sign",
     "1.0 - p.protection * mood[STRENGTH]", "1.0 + p.protection * mood[STRENGTH]"),
    ("accidents-by-luck-of-disputes", "stream",
     "stream(seed, _ACCIDENTS, day)", "stream(seed, _DISPUTES, day)"),
    ("severities-share-luck", "stream",
     "stream(seed, _DISPUTE_SEVERITY, day)", "stream(seed, _ACCIDENT_SEVERITY, day)"),
    ("severity-by-luck-of-tomorrow", "day",
     "stream(seed, _ACCIDENT_SEVERITY, day)", "stream(seed, _ACCIDENT_SEVERITY, day + 1)"),
    ("disputes-at-rate-of-accidents", "swap", "p.defects * exposed", "p.hazard * exposed"),
    ("fleet-of-yesterday-at-risk", "order",
     *swapped(
         "sold = follow_sales(p, weight, people, totals, mood, calendar[day, CALENDAR_SUCCESS])",
         "at_risk = mood[FLEET] if p.fleet_at_risk > 0.0 else FIXED_FLEET_SHARE * weight * people",
         "\n    mood[LAUNCH] = mood[LAUNCH] * p.launch_memory + calendar[day, CALENDAR_LAUNCH]"
         "\n    ",
     )),
    ("kinds-in-other-order", "order",
     *swapped(
         "remember(day, 0, accidents, stream(seed, _ACCIDENT_SEVERITY, day), p, latent)",
         "remember(day, 1, disputes, stream(seed, _DISPUTE_SEVERITY, day), p, latent)",
         "\n    ",
     )),
)  # fmt: skip

NEWSROOM = of(
    "sim/day/newsroom.py",
    ("gravity-scale", "term", "math.log2(severity)", "math.log(severity)"),
    ("fame-not-centred", "term", "habit / (1.0 + habit) - 1.0)", "habit / (1.0 + habit))"),
    ("scrutiny-by-habit", "index",
     "p.scrutiny * mood[ATTENTION]", "p.scrutiny * mood[HABITUATION]"),
    ("reservoir-inverted", "swap", "banked = mood[RESERVOIR] / (", "banked = p.reservoir_half / ("),
    ("fresh-for-two-days", "day", "1.0 if age == 0 else", "1.0 if age <= 1 else"),
    ("disclosure-inverted", "sign",
     "< 1.0 - math.exp(-rate * severity * later)", "< math.exp(-rate * severity * later)"),
    ("hidden-a-day-longer", "comparison", "age < p.latent_days", "age <= p.latent_days"),
    ("hidden-for-ever", "day", "latent.age[kept] = age + 1", "latent.age[kept] = age"),
    ("wrong-row-made-public", "index", "+ 2 * latent.kind[k]", "+ latent.kind[k]"),
    ("disclosure-by-place", "index", "uniform(key, latent.identity[k])", "uniform(key, k)"),
    ("disclosed-again", "reset", "latent.filled[0] = kept", "kept = latent.filled[0]"),
    ("tired-outlets-weigh-in-full", "term",
     "total += outlets.reach[k] * outlets.appetite[k]", "total += outlets.reach[k]"),
    ("stories-without-end", "clamp", "min(good + bad, MOST_STORIES)", "good + bad"),
    ("signs-swapped", "swap", "share_bad = bad / (good + bad)", "share_bad = good / (good + bad)"),
    ("sign-by-luck-of-naming", "stream",
     "stream(seed, _STORY_SIGN, day)", "stream(seed, _STORY_FOUNDER, day)"),
    ("stories-by-luck-of-tomorrow", "day",
     "stream(seed, _STORIES, day)", "stream(seed, _STORIES, day + 1)"),
    ("only-one-story-tires", "reset", "outlets.stories[k] += 1", "outlets.stories[k] = 1"),
    ("bad-dose-slanted-as-good", "sign",
     "dose = outlets.reach[k] * (1.0 - outlets", "dose = outlets.reach[k] * (1.0 + outlets"),
    ("named-as-in-good-news", "swap", "if u < naming_bad:", "if u < naming_good:"),
    ("named-without-reach", "term", "dose_founder += dose", "dose_founder += 1.0"),
    ("fatigue-unbounded", "bound", "* ran / (1.0 + ran)", "* ran"),
    ("appetite-without-floor", "clamp",
     "max(outlets.appetite[k], 0.01)", "max(outlets.appetite[k], 0.0)"),
    ("slant-never-returns", "decay", "(0.9 * climate - outlets.slant[k])", "0.9 * climate"),
    ("stories-tire-again", "reset", "        outlets.stories[k] = 0", "        pass"),
    ("doses-cancel", "sign", "heard = dose_good + dose_bad", "heard = abs(dose_good - dose_bad)"),
    ("attention-never-fades", "decay", "p.attention_memory * mood[ATTENTION]", "mood[ATTENTION]"),
    ("surprise-below-zero", "clamp",
     "max(0.0, mood[ATTENTION] - habit) /", "(mood[ATTENTION] - habit) /"),
    ("habit-before-surprise", "order",
     *swapped(
         "habit = p.habituation_weight * mood[HABITUATION]\n"
         "    surprise = max(0.0, mood[ATTENTION] - habit) / (1.0 + habit)",
         "mood[HABITUATION] += (mood[ATTENTION] - mood[HABITUATION]) / p.habituation_days",
         "\n    ",
     )),
    ("surprises-swapped", "swap", "surprise * dose_bad / heard", "surprise * dose_good / heard"),
    ("blamed-among-all-news", "term", "dose_founder / dose_bad if", "dose_founder / heard if"),
    ("blame-is-banked", "swap", "+ dose_good - dose_bad", "- dose_good + dose_bad"),
    ("reservoir-overdrawn", "clamp",
     "mood[RESERVOIR] = max(0.0, banked)", "mood[RESERVOIR] = banked"),
    ("reservoir-never-fades", "decay",
     "mood[RESERVOIR] * (1.0 - 1.0 / p.reservoir_days)", "mood[RESERVOIR]"),
    ("dated-replace-random", "reset",
     "row[S_DISPUTES] += today", "row[S_DISPUTES] = today"),
    ("posts-in-silence", "index", "== STANCE_SILENT", "== STANCE_APOLOGISE"),
    ("good-news-follow-bad", "swap",
     "p.branching * mood[EXCITATION_GOOD]", "p.branching * mood[EXCITATION_BAD]"),
    ("one-follower-each", "term",
     "follow_ups = p.branching * mood[EXCITATION_BAD]", "follow_ups = mood[EXCITATION_BAD]"),
    ("attacks-are-no-news", "term", "+ mood[ATTACK_STORIES] + follow_ups", "+ follow_ups"),
    ("gravity-among-all-news", "term",
     "mood[GRAVITY] = mass / bad", "mood[GRAVITY] = mass / (good + bad)"),
    ("naming-beyond-one", "term",
     "naming_bad = naming + (1.0 - naming) * own", "naming_bad = naming + own"),
    ("apology-inverted", "sign", "own += (1.0 - own)", "own -= (1.0 - own)"),
    ("excitation-not-normalised", "term", "rest = 1.0 - p.kernel", "rest = 1.0"),
    ("follow-ups-of-gravity-one", "term", "rest * ran_bad * mood[GRAVITY]", "rest * ran_bad"),
    ("excitation-never-fades", "decay",
     "p.kernel * mood[EXCITATION_GOOD]", "mood[EXCITATION_GOOD]"),
)  # fmt: skip

CONVERSATION = of(
    "sim/day/conversation.py",
    ("loudness-cut", "fixed point", "int(feeling * LOUDNESS_LEVELS + 0.5)",
     "int(feeling * LOUDNESS_LEVELS)"),
    ("loudness-of-nothing", "clamp", "return max(1, min(", "return max(0, min("),
    ("blame-in-wrong-bits", "mask", "-voice << HEARD_BITS", "-voice << (HEARD_BITS - 1)"),
    ("attack-in-wrong-bits", "mask",
     "attack_noise << (2 * HEARD_BITS)", "attack_noise << (2 * HEARD_BITS + 1)"),
    ("full-praise-is-circle", "comparison",
     "if voice > CIRCLE_VOICE:", "if voice >= CIRCLE_VOICE:"),
    ("circle-without-noise", "mask", " | (1 << (2 * HEARD_BITS))", ""),
    ("praise-mask-short", "mask", "(heard & HEARD_MASK) /", "(heard & (HEARD_MASK >> 14)) /"),
    ("blame-unmasked", "mask", "((heard >> HEARD_BITS) & HEARD_MASK) /", "(heard >> HEARD_BITS) /"),
    ("noise-shifted-too-far", "mask",
     "float(heard >> (2 * HEARD_BITS))", "float(heard >> (2 * HEARD_BITS + 1))"),
    ("circle-inverted", "comparison", "passion > p.circle", "passion < p.circle"),
    ("attack-by-luck-of-speaking", "stream", "u_attack < today.attack", "u_speak < today.attack"),
    ("doubt-encourages", "sign", "passion - p.doubt * grievance", "passion + p.doubt * grievance"),
    ("doubt-unheard", "term", "return loudness(eager) +", "return loudness(passion) +"),
    ("circle-speaks-as-others", "term", " + (CIRCLE_VOICE if in_circle else 0)", ""),
    ("critics-praise", "role", "if not critic:", "if critic:"),
    ("fans-feel-as-anti-fans", "role",
     "-passion if role == ANTI_FAN", "-passion if role != ANTI_FAN"),
    ("critics-feel-unbounded", "bound", "grievance / (1.0 + grievance)", "grievance"),
    ("blame-loosened-by-praise", "swap",
     "u_speak < today.voice_blame *", "u_speak < today.voice_praise *"),
    ("blame-told-as-praise", "sign", "return -loudness(feeling)", "return loudness(feeling)"),
    ("first-listener-left-out", "bound", "range(low, high)", "range(low + 1, high)"),
    ("last-of-a-block-left-out", "bound", "low, high, end)", "low, high, end - 1)"),
    ("first-block-is-all", "bound", "first == 0 and end ==", "first == 0 or end =="),
    ("only-the-last-is-heard", "reset",
     "heard[audience[tie]] += word", "heard[audience[tie]] = word"),
    ("block-begins-late", "comparison",
     "audience[middle] < listener", "audience[middle] <= listener"),
    ("spiral-inverted", "sign", "math.exp(-spiral * climate)", "math.exp(spiral * climate)"),
    ("hall-keeps-yesterday", "reset", "    hall[1] = 0\n", "    hall[1] += 0\n"),
    ("hall-noise-in-wrong-bits", "mask",
     "hall[2] += word >> (2 * HEARD_BITS)", "hall[2] += word >> HEARD_BITS"),
)  # fmt: skip

PEOPLE = of(
    "sim/day/people.py",
    ("news-by-luck-of-trust", "stream", "stream(seed, _NEWS, day)", "stream(seed, _TRUST, day)"),
    ("purchase-by-luck-of-tomorrow", "day",
     "stream(seed, _PURCHASE, day)", "stream(seed, _PURCHASE, day + 1)"),
    ("speaking-and-attack", "stream",
     *swapped("stream(seed, _SPEAK, day)", "stream(seed, _ATTACK, day)", ",\n        ")),
    ("denial-hides", "index", "0.0 if stance == STANCE_SILENT", "0.0 if stance == STANCE_DENY"),
    ("charm-halved", "term", " * 2.0 * mood[SUCCESS]", " * mood[SUCCESS]"),
    ("answers-charm-in-headwind", "sign",
     "1.0 + p.reply_gain * mood[ANSWERED]", "1.0 - p.reply_gain * mood[ANSWERED]"),
    ("charm-below-zero", "clamp",
     "max(0.0, 1.0 + p.reply_gain * mood[ANSWERED] * climate)",
     "1.0 + p.reply_gain * mood[ANSWERED] * climate"),
    ("image-invites", "sign", "1.0 - p.refusal * levers[IMAGE]", "1.0 + p.refusal * levers[IMAGE]"),
    ("idol-judged-mildly", "sign",
     "p.idol_harshness * (1.0 - levers[IMAGE])", "p.idol_harshness * levers[IMAGE]"),
    ("bad-news-seen-as-good", "swap",
     "mood[BAD_SURPRISE] / (mood[BAD_SURPRISE] + p.news_half)",
     "mood[GOOD_SURPRISE] / (mood[GOOD_SURPRISE] + p.news_half)"),
    ("denial-believed-inverted", "sign", "1.0 - p.denial_doubt", "1.0 + p.denial_doubt"),
    ("compensation-inverted", "sign", "1.0 - p.compensation_relief", "p.compensation_relief"),
    ("apology-offends", "sign", "1.0 - p.apology_relief", "1.0 + p.apology_relief"),
    ("sales-against-the-climate", "sign",
     "1.0 + p.climate_demand * climate", "1.0 - p.climate_demand * climate"),
    ("blame-grows-in-tailwind", "sign",
     "math.exp(-p.climate_gain * climate)", "math.exp(p.climate_gain * climate) * 1.0"),
    ("bad-news-recruit", "swap", "p.coverage * sees_good", "p.coverage * sees_bad"),
    ("distance-without-effect", "term", "idealise * (1.0 - levers[DISTANCE])", "idealise"),
    ("perceived-beyond-one", "clamp",
     "min(1.0, max(0.0, mood[STRENGTH] + p.perception * climate))",
     "max(0.0, mood[STRENGTH] + p.perception * climate)"),
    ("blame-agrees-with-praise", "sign",
     "agreement(p.spiral, -climate)", "agreement(p.spiral, climate) * 1.0"),
    ("hype-by-passion-alone", "term",
     "today.expectation_hype * (1.0 + passion) * 0.5", "today.expectation_hype * passion"),
    ("pleasure-offends", "clamp",
     "max(0.0, expectation - today.perceived)", "abs(expectation - today.perceived)"),
    ("fault-weighs-as-loss", "term",
     "(p.loss_weight * gap + p.fault)", "p.loss_weight * (gap + p.fault)"),
    ("share-and-sum", "swap",
     "praise if p.hearing_share > 0.0", "praise if p.hearing_share == 0.0"),
    ("blame-unshielded", "term", "(blame + rest) * shield if", "(blame + rest) if"),
    ("grievance-never-fades", "decay",
     "p.grievance_memory * grievance + blow", "grievance + blow"),
    ("one-threshold-for-all", "term",
     "(p.threshold + p.threshold_passion * passion) * trait",
     "(p.threshold + p.threshold_passion * passion)"),
    ("devoted-turn-sooner", "sign",
     "p.threshold + p.threshold_passion * passion", "p.threshold - p.threshold_passion * passion"),
    ("distance-for-all-but-the-circle", "comparison",
     "today.circle_idealise if passion > p.circle", "today.circle_idealise if passion <= p.circle"),
    ("passion-without-ceiling", "term", "passion * (1.0 - passion) * share", "passion * share"),
    ("admiration-never-fades", "decay", " - p.admiration_decay * passion", ""),
    ("pleased-by-worse", "sign",
     "max(0.0, today.perceived - expectation)", "max(0.0, expectation - today.perceived)"),
    ("passion-beyond-one", "clamp",
     "min(1.0, max(0.0, passion + gained + pleased))", "max(0.0, passion + gained + pleased)"),
    ("blame-calms", "sign", "(1.0 - p.hostility_echo * echo)", "(1.0 + p.hostility_echo * echo)"),
    ("hostility-never-fades", "decay",
     "passion * (1.0 - p.hostility_decay * (1.0 - p.hostility_echo * echo))",
     "passion * (1.0 - 0.0 * echo)"),
    ("praise-units-cut", "fixed point",
     "int(praise_units * today.praise_weight + 0.5)", "int(praise_units * today.praise_weight)"),
    ("whole-voices-beyond-the-table", "fixed point",
     "units / LOUDNESS_LEVELS)", "units // LOUDNESS_LEVELS)"),
    ("charm-and-praise-add", "term",
     "1.0 - (1.0 - today.recruit) * escape", "min(1.0, today.recruit + 1.0 - escape)"),
    ("anyone-takes-part", "term",
     "today.open_nodes * readiness * drawn", "today.open_nodes * drawn"),
    ("totals-of-yesterday", "reset", "        totals[k] = 0\n", "        totals[k] += 0\n"),
    ("heard-of-yesterday", "reset", "crowd.heard[i] = 0", "crowd.heard[i] += 0"),
    ("own-praise-heard", "index",
     "praise_units = int(hall[0]) - (own & HEARD_MASK)", "praise_units = int(hall[0])"),
    ("own-blame-in-wrong-bits", "mask",
     "(int(hall[1]) - ((own >> HEARD_BITS) & HEARD_MASK))", "(int(hall[1]) - (own & HEARD_MASK))"),
    ("praise-weighed-as-blame", "swap",
     "praise *= today.praise_weight", "praise *= today.blame_weight"),
    ("passion-in-single-precision", "float",
     "passion = float(crowd.passion[i])", "passion = crowd.passion[i]"),
    ("passion-rounded-twice", "float",
     "            expectation = expect(p, today, expectation, passion)\n",
     "            crowd.passion[i] = passion\n"
     "            passion = float(crowd.passion[i])\n"
     "            expectation = expect(p, today, expectation, passion)\n"),
    ("grievance-rounded-twice", "float",
     "            limit = threshold_of(",
     "            crowd.grievance[i] = grievance\n"
     "            grievance = float(crowd.grievance[i])\n"
     "            limit = threshold_of("),
    ("resisters-repelled-again", "role",
     "            elif noise > 0.0:", "            if noise > 0.0:"),
    ("resistance-by-luck-of-trust", "stream",
     "uniform(keys.resistance, i)", "uniform(keys.trust, i)"),
    ("every-owner-was-betrayed", "mask", "if marks & BETRAYED:", "if marks & (BETRAYED | OWNER):"),
    ("trust-whole-at-once", "term", "readiness *= 1.0 - p.scar", "readiness *= 1.0"),
    ("won-only-if-both", "term",
     "took_part or uniform(keys.recruit, i)", "took_part and uniform(keys.recruit, i)"),
    ("recruits-stay-resisters", "reset",
     "marks &= ~RESISTER\n                totals[T_RECRUITS]", "totals[T_RECRUITS]"),
    ("owners-forget", "mask", "if not marks & OWNER:\n", "if marks & OWNER:\n"),
    ("expectation-before-passion", "order",
     *swapped(
         "passion = admire(p, today, passion, expectation, praise, blame)",
         "expectation = expect(p, today, expectation, passion)", "\n            ",
     )),
    ("owners-blame-the-founder-alone", "swap",
     "1.0 if marks & OWNER else today.founder_blamed",
     "today.founder_blamed if marks & OWNER else 1.0"),
    ("love-does-not-shield", "term", "1.0 - p.shield * passion", "1.0 - p.shield"),
    ("unheard-voices-end", "term",
     "if crowd.voice[i] != 0 and uniform(keys.voice_ends", "if uniform(keys.voice_ends"),
    ("turning-before-cooling", "order",
     "            if passion < p.leave:\n",
     "            if passion < p.leave and not (\n"
     "                grievance >= limit and uniform(keys.turn, i) < p.turning\n"
     "            ):\n"),
    ("at-the-threshold", "comparison", "elif grievance >= limit", "elif grievance > limit"),
    ("at-the-leaving-point", "comparison",
     "            if passion < p.leave:", "            if passion <= p.leave:"),
    ("everyone-turns-alike", "term", "carried = p.carryover_own * passion +", "carried ="),
    ("passion-turned-counted-after", "order",
     *swapped(
         "totals[T_PASSION_TURNED] += int(passion * FIXED_POINT)",
         "passion = -p.carryover * carried", "\n                ",
     )),
    ("turns-and-stays-a-fan", "role", "role = ANTI_FAN\n", "role = FAN\n"),
    ("turns-without-scar", "mask", "                marks |= BETRAYED\n", "                pass\n"),
    ("old-grudge", "decay", "grievance *= p.grievance_memory", "grievance *= 1.0"),
    ("recovered-yet-hostile", "reset",
     "passion = 0.0\n                totals[T_RECOVERED]", "totals[T_RECOVERED]"),
    ("taking-part-without-ceiling", "term",
     "p.passion_gain * (1.0 - passion)", "p.passion_gain"),
    ("anti-fans-buy", "role",
     "if not marks & OWNER and role != ANTI_FAN:", "if not marks & OWNER:"),
    ("strangers-are-critics", "mask", "critic = marks & OWNER != 0 and role", "critic = role"),
    ("silent-critics", "role",
     "if (role != SILENT or critic) and not", "if role != SILENT and not"),
    ("spent-speak", "mask", " and not marks & SPENT:", ":"),
    ("participants-talk-over-themselves", "term", "took_part and voice == 0 and", "took_part and"),
    ("grievance-of-a-neighbour", "index",
     "crowd.grievance[i] = grievance", "crowd.grievance[i - 1] = grievance"),
    ("admiration-to-the-nearest", "fixed point",
     "totals[T_ADMIRATION] += int(passion * FIXED_POINT)",
     "totals[T_ADMIRATION] += int(passion * FIXED_POINT + 0.5)"),
    ("blame-subtracted", "sign", "totals[T_BLAME] -= voice", "totals[T_BLAME] += voice"),
    ("circle-praise-too-loud", "mask",
     "voice - CIRCLE_VOICE if voice > CIRCLE_VOICE else voice", "voice"),
    ("betrayed-count-as-resisters", "mask",
     "        if marks & RESISTER:\n            totals[T_RESISTERS]",
     "        if marks & (RESISTER | BETRAYED):\n            totals[T_RESISTERS]"),
)  # fmt: skip

MEASURE = of(
    "sim/day/measure.py",
    ("balance-inverted", "sign", "(one - other) / both", "(other - one) / both"),
    ("mean-in-fixed-point", "fixed point", "total / FIXED_POINT / count", "total / count"),
    ("good-dose-is-bad", "swap", "outlet * mood[DOSE_GOOD]", "outlet * mood[DOSE_BAD]"),
    ("silent-count-as-one", "term", "p.background * people", "p.background"),
    ("climate-forgets-the-wrong-share", "decay", "(1.0 - p.climate_memory)", "p.climate_memory"),
    ("silence-promises", "index", "0.0 if silent else levers[EXPOSURE]", "levers[EXPOSURE]"),
    ("candour-promises", "sign", "(1.0 - levers[CANDOUR])", "levers[CANDOUR]"),
    ("calls-on-the-firm", "term", "mood[COUPLING] * voices / people", "voices / people"),
    ("only-blame-calls", "swap",
     "totals[T_VOICES_PRAISE] + totals[T_VOICES_BLAME]", "totals[T_VOICES_BLAME]"),
    ("answered-inverted", "swap", "replies / (replies + calls)", "calls / (replies + calls)"),
    ("attacks-in-ten-thousand", "term", "p.own_goal * 1000.0", "p.own_goal * 10000.0"),
    ("totals-pile-up", "reset", "        totals[k] = 0\n", "        totals[k] += 0\n"),
    ("first-block-counts-for-all", "index", "blocks[block, k]", "blocks[0, k]"),
    ("mood-of-yesterday-evening", "order",
     *swapped(
         "for k in range(totals.shape[0]):\n        totals[k] = 0\n"
         "        for block in range(blocks.shape[0]):\n            totals[k] += blocks[block, k]",
         "move_mood(p, people, levers, totals, mood)", "\n    ",
     )),
    ("silent-include-anti-fans", "role", "people - fans - anti_fans", "people - fans"),
    ("cooled-are-recovered", "swap",
     "row[S_COOLED] = totals[T_COOLED]", "row[S_COOLED] = totals[T_RECOVERED]"),
    ("hostility-of-fans", "role",
     "mean_of(totals[T_HOSTILITY], anti_fans)", "mean_of(totals[T_HOSTILITY], fans)"),
    ("perceived-beyond-one", "clamp",
     "min(1.0, max(0.0, mood[STRENGTH] + p.perception * mood[CLIMATE]))",
     "max(0.0, mood[STRENGTH] + p.perception * mood[CLIMATE])"),
    ("answered-as-unanswered", "sign", "1.0 - mood[ANSWERED]", "mood[ANSWERED]"),
    ("levers-one-column-late", "index", "row[S_FIRST_LEVER + k]", "row[S_FIRST_LEVER - 1 + k]"),
)  # fmt: skip

RANDOMNESS = of(
    "sim/randomness.py",
    ("another-shift", "mask", "_S30 = np.uint64(30)", "_S30 = np.uint64(29)"),
    ("another-factor", "index", "0x94D049BB133111EB", "0x94D049BB133111ED"),
    ("mixed-once-less", "term", "return x ^ (x >> _S31)", "return x"),
    ("decision-mixed-as-day", "swap",
     "np.uint64(decision + 1) * _DECISION", "np.uint64(decision + 1) * _DAY"),
    ("next-decision", "stream", "np.uint64(decision + 1)", "np.uint64(decision + 2)"),
    ("next-day", "day", "np.uint64(day + 1)", "np.uint64(day + 2)"),
    ("next-agent", "index", "np.uint64(agent + 1)", "np.uint64(agent + 2)"),
    ("beyond-one", "bound", "_TO_UNIT = 2.0**-53", "_TO_UNIT = 2.0**-52"),
    ("decisions-trade-numbers", "stream",
     "    TRUST = 31\n    NEWS = 32\n", "    NEWS = 31\n    TRUST = 32\n"),
    ("block-forgets-where-it-begins", "index", "uniform(key, first + i)", "uniform(key, i)"),
    ("poisson-in-other-pieces", "bound", "min(mean, 16.0)", "min(mean, 8.0)"),
    ("poisson-hangs", "reset", "mean -= part", "mean -= 0.0"),
    ("poisson-pieces-share-luck", "reset", "piece += 1", "piece += 0"),
    ("poisson-cut-short", "bound", "n < 200", "n < 20"),
    ("poisson-term-off-by-one", "term", "probability *= part / n", "probability *= part / (n + 1)"),
    ("poisson-last-piece-alone", "reset", "count += n", "count = n"),
)  # fmt: skip

ENGINE = of(
    "sim/engine.py",
    ("newsroom-before-product", "order",
     *swapped(
         "product_day(day, seed, p, weight, people, calendar, totals, latent, mood, row)",
         "newsroom_day(day, seed, p, calendar, levers, outlets, latent, mood, row)",
         "\n        ",
     )),
    ("measure-before-people", "order",
     *swapped(
         "for b in prange(bounds.shape[0] - 1):\n"
         "            people_block(\n"
         "                day, seed, bounds[b], bounds[b + 1], p, levers, mood, table, complete,"
         " hall,\n"
         "                crowd, blocks[b],\n"
         "            )  # fmt: skip",
         "measure_day(p, people, levers, totals, blocks, mood, row)", "\n        ",
     )),
    ("last-day-left-out", "day", "range(first, last)", "range(first, last - 1)"),
    ("row-of-yesterday", "day", "row = series[day]", "row = series[day - 1]"),
    ("attacks-too-loud", "term", "noise = int(p.attack_noise)", "noise = int(p.attack_noise) + 1"),
    ("hall-for-the-wrong-network", "sign", "        if complete:", "        if not complete:"),
    ("blocks-share-totals", "index", "crowd, blocks[b],", "crowd, blocks[0],"),
    ("last-block-left-out", "bound",
     "for b in prange(bounds.shape[0] - 1):\n            people_block(",
     "for b in prange(max(1, bounds.shape[0] - 2)):\n            people_block("),
    ("another-seed", "stream", "np.uint64(w.seed)", "np.uint64(w.seed + 1)"),
    ("days-beyond-the-last", "clamp", "min(self.day + days, self.days)", "self.day + days"),
    ("starts-over", "reset", "        self.day = last", "        self.day = days"),
)  # fmt: skip

COMPILED = of(
    "sim/compiled.py",
    ("fused-arithmetic", "float",
     'error_model="numpy")(function)', 'error_model="numpy", fastmath=True)(function)'),
)  # fmt: skip

MUTATIONS = [
    *FOUNDER, *PRODUCT, *NEWSROOM, *CONVERSATION, *PEOPLE, *MEASURE, *RANDOMNESS, *ENGINE,
    *COMPILED,
]  # fmt: skip


class Stage(NamedTuple):
    """One run of pytest: with or without JIT, and the test files (those of them that exist)."""

    name: str
    jit: bool
    options: tuple[str, ...]
    files: tuple[str, ...]


STAGES = (
    Stage("without JIT", False, ("-m", "kernel"), ("randomness", "survivors", "oracle")),
    Stage(
        "compiled", True, (),
        ("randomness", "survivors", "engine", "oracle", "luck", "mechanisms", "saved_state",
         "invariants", "identity", "patterns", "limits", "draws"),
    ),
)  # fmt: skip


class Result(NamedTuple):
    """What came of one run, or of one mutation: by which test or end it was caught, if at all."""

    caught: str
    stage: str
    seconds: float


def copy(source: Path, target: Path) -> None:
    """Copy what the tests need, without anything compiled."""
    for name in COPIED:
        if (source / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__", ".*")
            shutil.copytree(source / name, target / name, ignore=ignored)
        else:
            shutil.copy(source / name, target / name)
    (target / "mutation_plugin.py").write_text(PLUGIN, encoding="utf-8")


def pytest(stage: Stage, folder: Path, limit: float | None) -> Result:
    """Run the tests of a stage on a copy; ``limit`` in seconds."""
    tests = [f"tests/test_{name}.py" for name in stage.files]
    environment = {
        **os.environ,
        "COLUMNS": "300",
        "NUMBA_CACHE_DIR": str(folder / ".cache" / "numba"),
        "NUMBA_DISABLE_JIT": "0" if stage.jit else "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(folder),
    }
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "mutation_plugin", *stage.options]
    command += [test for test in tests if (folder / test).exists()]
    began = time.monotonic()
    process = subprocess.Popen(
        command, cwd=folder, env=environment, text=True, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        told, _ = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # with what the tests have started
        process.communicate()
        return Result("(hangs)", stage.name, time.monotonic() - began)
    seconds = time.monotonic() - began
    code = process.returncode
    if code == 0:
        return Result("", stage.name, seconds)
    if code < 0:
        return Result(f"(crash: {signal.Signals(-code).name})", stage.name, seconds)
    if not (failed := FAILED.search(told)):
        raise RuntimeError(f"pytest ended with {code}:\n{told[-3000:]}")
    return Result(failed[1].removeprefix("tests/test_"), stage.name, seconds)


def unbroken(snapshot: Path, stage: Stage) -> float:
    """Return the seconds that a stage takes without any mutation."""
    with tempfile.TemporaryDirectory(prefix="mutation-") as name:
        copy(snapshot, Path(name))
        result = pytest(stage, Path(name), None)
    if result.caught:
        raise RuntimeError(f"{stage.name}: a test fails without any mutation: {result.caught}")
    return result.seconds


def tried(snapshot: Path, mutation: Mutation, limits: Sequence[float]) -> Result:
    """Apply one mutation to a copy and run the stages until one notices."""
    seconds = 0.0
    with tempfile.TemporaryDirectory(prefix="mutation-") as name:
        copy(snapshot, Path(name))
        path = Path(name) / mutation.file
        path.write_text(mutation.applied(path.read_text(encoding="utf-8")), encoding="utf-8")
        for stage, limit in zip(STAGES, limits, strict=True):
            result = pytest(stage, Path(name), limit)
            seconds += result.seconds
            if result.caught:
                break
    result = result._replace(seconds=seconds)
    told = f"{result.stage:12} {result.caught}" if result.caught else "SURVIVES"
    print(f"{mutation.id:48} {result.seconds:5.0f} s  {told}", flush=True)
    return result


def table(mutations: Sequence[Mutation], results: Sequence[Result]) -> str:
    """Return how many of each kind were caught, and by what, as Markdown."""
    caught = [bool(result.caught) for result in results]
    kinds = Counter(mutation.kind for mutation in mutations)
    found = Counter(m.kind for m, c in zip(mutations, caught, strict=True) if c)
    lines = ["| kind | mutants | caught | share |", "|---|---|---|---|"]
    rows = [(kind, kinds[kind], found[kind]) for kind in sorted(kinds)]
    for kind, count, of_them in [*rows, ("all", len(caught), sum(caught))]:
        lines.append(f"| {kind} | {count} | {of_them} | {of_them / count:.1%} |")
    ends = Counter(
        "by hanging" if "hangs" in r.caught else "by a crash" if "crash" in r.caught else r.stage
        for r in results
        if r.caught
    )
    survivors = [f"`{m.id}`" for m, c in zip(mutations, caught, strict=True) if not c]
    lines += ["", "Caught: " + ", ".join(f"{end} {n}" for end, n in ends.most_common()) + "."]
    lines += ["Survivors: " + (", ".join(survivors) or "none") + "."]
    return "\n".join(lines)


def check(mutations: Sequence[Mutation], jobs: int) -> list[Result]:
    """Try mutations, some at a time, on the checkout as it is now."""
    with (
        tempfile.TemporaryDirectory(prefix="mutation-") as name,
        ThreadPoolExecutor(jobs) as pool,
    ):
        snapshot = Path(name)
        copy(ROOT, snapshot)
        took = list(pool.map(lambda stage: unbroken(snapshot, stage), STAGES))
        for stage, seconds in zip(STAGES, took, strict=True):
            print(f"Unbroken, {stage.name}: all tests hold in {seconds:.0f} s", flush=True)
        limits = [60.0 + 4.0 * seconds for seconds in took]
        return list(pool.map(lambda mutation: tried(snapshot, mutation, limits), mutations))


def main() -> int:
    """Run the check; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--list", action="store_true", help="print the mutations and stop")
    parser.add_argument("--only", nargs="+", metavar="ID", help="try these alone")
    parser.add_argument("--jobs", type=int, default=2, help="mutations at a time (2)")
    parser.add_argument("--output", type=Path, help="document whose table is written")
    options = parser.parse_args()

    if options.list:
        for m in MUTATIONS:
            print(f"{m.id:48} {m.kind:12} {m.file}\n    {m.old!r}\n    {m.new!r}")
        return 0
    known = {mutation.id: mutation for mutation in MUTATIONS}
    if unknown := sorted(set(options.only or ()) - set(known)):
        parser.error(f"--only: unknown {', '.join(unknown)}; --list prints what there is")
    chosen = [known[name] for name in options.only] if options.only else MUTATIONS
    if options.jobs < 1:
        parser.error("--jobs: at least 1")
    if options.output and not TABLE.search(options.output.read_text(encoding="utf-8")):
        parser.error(f"--output: {options.output} has no marks <!-- mutations --> and <!-- end -->")

    began = time.monotonic()
    try:
        results = check(chosen, options.jobs)
    except (RuntimeError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    text = table(chosen, results)
    print(f"\n{text}\n\n{len(chosen)} mutations in {(time.monotonic() - began) / 60:.0f} minutes")
    if options.output:
        document = options.output.read_text(encoding="utf-8")
        new = TABLE.sub(lambda match: f"{match[1]}\n{text}\n\n{match[2]}", document)
        options.output.write_text(new, encoding="utf-8")
    return 0 if sum(bool(r.caught) for r in results) >= ENOUGH * len(results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
