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
    ("circle-inverted", "comparison", "passion > p.circle", "passion < p.circle"),
    ("attack-by-luck-of-speaking", "stream",
     "uniform(keys.attack, i) < today.attack", "uniform(keys.speak, i) < today.attack"),
    ("praise-by-luck-of-attack", "stream",
     "uniform(keys.speak, i) < today.voice_praise", "uniform(keys.attack, i) < today.voice_praise"),
    ("doubt-encourages", "sign", "passion - p.doubt * grievance", "passion + p.doubt * grievance"),
    ("doubt-unheard", "term", "return loudness(eager) +", "return loudness(passion) +"),
    ("circle-speaks-as-others", "term", " + (CIRCLE_VOICE if in_circle else 0)", ""),
    ("critics-praise", "role", "if not critic:", "if critic:"),
    ("fans-feel-as-anti-fans", "role",
     "-passion if role == ANTI_FAN", "-passion if role != ANTI_FAN"),
    ("critics-feel-unbounded", "bound", "grievance / (1.0 + grievance)", "grievance"),
    ("blame-loosened-by-praise", "swap", "today.voice_blame *", "today.voice_praise * 1.0 *"),
    ("blame-told-as-praise", "sign", "return -loudness(feeling)", "return loudness(feeling)"),
    ("list-cut-short", "bound",
     "min(low + speakers.shape[0], voice.shape[0])",
     "min(low + speakers.shape[0] - 1, voice.shape[0])"),
    ("first-list-alone", "bound",
     "in range(0, voice.shape[0], speakers.shape[0])",
     "in range(0, speakers.shape[0], speakers.shape[0])"),
    ("list-never-emptied", "reset",
     "        count = 0\n", "        count = 0 if low == 0 else count\n"),
    ("last-of-a-list-left-out", "bound",
     "range(count):\n            speaker =", "range(count - 1):\n            speaker ="),
    ("listed-from-one", "index",
     "speakers[count] = i\n            count += voice[i] != 0",
     "speakers[count] = i - low\n            count += voice[i] != 0"),
    ("first-listener-left-out", "bound", "range(start, stop)", "range(start + 1, stop)"),
    ("last-of-a-block-left-out", "bound", "start, stop, end)", "start, stop, end - 1)"),
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

TODAY = of(
    "sim/day/today.py",
    ("news-by-luck-of-trust", "stream", "stream(seed, _NEWS, day)", "stream(seed, _TRUST, day)"),
    ("purchase-by-luck-of-tomorrow", "day",
     "stream(seed, _PURCHASE, day)", "stream(seed, _PURCHASE, day + 1)"),
    ("speaking-and-attack", "stream",
     *swapped("stream(seed, _SPEAK, day)", "stream(seed, _ATTACK, day)", ",\n        ")),
    ("recruited-by-luck-of-taking-part", "stream",
     "stream(seed, _RECRUIT, day)", "stream(seed, _PARTICIPATE, day)"),
    ("persuasion-in-tailwind", "bound", "max(1.0, weight)", "1.0"),
    ("persuasion-in-headwind", "bound", "max(1.0, weight)", "weight"),
    ("persuasion-as-one-voice", "bound",
     "-math.log(1.0 - transmissibility)", "transmissibility"),
    ("persuasion-certain-too-weak", "bound", "force = LOUDNESS_LEVELS * 1.0", "force = 1.0"),
    ("persuasion-halved", "bound", "return 1.000001 * force", "return 0.5 * force"),
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
    ("nobody-follows", "bound", "(p.taking_part + p.following)", "p.taking_part"),
    ("blame-agrees-with-praise", "sign",
     "agreement(p.spiral, -climate)", "agreement(p.spiral, climate) * 1.0"),
    ("newcomers-expect-what-is", "swap",
     "        mood[PUBLIC_EXPECTATION],", "        mood[STRENGTH],"),
)  # fmt: skip

FEELINGS = of(
    "sim/day/feelings.py",
    ("kept-in-double-precision", "float", "return float(np.float32(x))", "return x"),
    ("hype-by-passion-alone", "term",
     "today.expectation_hype * (1.0 + passion) * 0.5", "today.expectation_hype * passion"),
    ("pleasure-offends", "clamp",
     "max(0.0, expectation - today.perceived)", "abs(expectation - today.perceived)"),
    ("fault-weighs-as-loss", "term",
     "(p.loss_weight * gap + p.fault)", "p.loss_weight * (gap + p.fault)"),
    ("news-without-a-look", "term", " * blamed if saw_news else 0.0", " * blamed"),
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
    ("charm-and-praise-add", "term",
     "1.0 - (1.0 - today.recruit) * escape", "min(1.0, today.recruit + 1.0 - escape)"),
    ("anyone-takes-part", "term",
     "today.open_nodes * readiness * drawn", "today.open_nodes * drawn"),
    ("passion-does-not-buy", "term", "(1.0 + p.passion_demand * passion)", "1.0"),
    ("heard-of-yesterday", "reset", "words[k] = 0", "words[k] += 0"),
    ("praise-mask-short", "mask", "= word & HEARD_MASK", "= word & (HEARD_MASK >> 14)"),
    ("blame-unmasked", "mask",
     "hearing[BLAME, k] = (word >> HEARD_BITS) & HEARD_MASK",
     "hearing[BLAME, k] = word >> HEARD_BITS"),
    ("noise-shifted-too-far", "mask",
     "word >> (2 * HEARD_BITS)", "word >> (2 * HEARD_BITS + 1)"),
    ("words-of-others", "index", "heard[low:high]", "heard[: high - low]"),
    ("own-voice-of-another", "index", "voice[low + k]", "voice[k]"),
    ("own-praise-heard", "index", "hall[0] - (own & HEARD_MASK)", "hall[0]"),
    ("own-blame-in-wrong-bits", "mask",
     "hall[1] - ((own >> HEARD_BITS) & HEARD_MASK)", "hall[1] - (own & HEARD_MASK)"),
    ("luck-by-place", "index", "i = low + k", "i = k"),
    ("threshold-of-another", "index", "crowd.threshold[low:high]", "crowd.threshold[: high - low]"),
    ("passion-in-single-precision", "float", "before = float(passions[k])", "before = passions[k]"),
    ("praise-weighed-as-blame", "swap",
     "praised[k] * today.praise_unit", "praised[k] * today.blame_unit"),
    ("share-of-the-other-side", "role", "(praise if fan else blame)", "(blame if fan else praise)"),
    ("passion-unrounded", "float",
     "rounded(admired if fan else calm(p, before, share))",
     "admired if fan else calm(p, before, share)"),
    ("expectation-unrounded", "float",
     "rounded(expect(p, today, expectation, passion)) if",
     "expect(p, today, expectation, passion) if"),
    ("grievance-unrounded", "float", "rounded(hurt if fan else faded)", "hurt if fan else faded"),
    ("expectation-before-passion", "order",
     "rounded(expect(p, today, expectation, passion))",
     "rounded(expect(p, today, expectation, before))"),
    ("everyone-expects", "role",
     "expectation, passion)) if fan else", "expectation, passion)) if True else"),
    ("news-by-luck-of-recruitment", "stream",
     "keys.news if fan else keys.recruit", "keys.recruit"),
    ("recruits-by-luck-of-news", "stream", "keys.news if fan else keys.recruit", "keys.news"),
    ("resistance-by-luck-of-noise", "stream",
     "keys.resistance if marks & RESISTER != 0 else keys.alienate", "keys.alienate"),
    ("noise-by-luck-of-resistance", "stream",
     "keys.resistance if marks & RESISTER != 0 else keys.alienate", "keys.resistance"),
    ("speaking-by-luck-of-noise", "stream", "of_noise if silent else keys.speak", "of_noise"),
    ("noise-by-luck-of-speaking", "stream", "of_noise if silent else keys.speak", "keys.speak"),
    ("attack-by-luck-of-trust", "stream", "keys.attack if fan else keys.trust", "keys.trust"),
    ("trust-by-luck-of-attack", "stream", "keys.attack if fan else keys.trust", "keys.attack"),
    ("taking-part-by-luck-of-purchase", "stream",
     "uniform(keys.participate, i)", "uniform(keys.purchase, i)"),
    ("purchase-by-luck-of-taking-part", "stream",
     "uniform(keys.purchase, i)", "uniform(keys.participate, i)"),
    ("owners-blame-the-founder-alone", "swap",
     "1.0 if owner else today.founder_blamed", "today.founder_blamed if owner else 1.0"),
    ("love-does-not-shield", "term", "1.0 - p.shield * passion", "1.0 - p.shield"),
    ("love-of-this-morning-shields", "order",
     "1.0 - p.shield * passion", "1.0 - p.shield * before"),
    ("good-news-hurt", "swap", "first < today.sees_bad", "first < today.sees_good"),
    ("old-grudge", "decay",
     "faded = grievance if silent else p.grievance_memory * grievance", "faded = grievance"),
    ("silent-forgive", "role",
     "faded = grievance if silent else p.grievance_memory * grievance",
     "faded = p.grievance_memory * grievance"),
    ("persuasion-unrounded", "bound", "(praise_units + 0.5) * today", "praise_units * today"),
    ("devoted-by-traits", "role",
     "open_to = readiness if silent else passion", "open_to = readiness"),
    ("silent-by-passion", "role",
     "open_to = readiness if silent else passion", "open_to = passion"),
    ("doubt-twice", "term", "passion - p.doubt * grievance", "passion - 2.0 * p.doubt * grievance"),
    ("roused-by-this-morning", "order",
     "p, today, marks, passion, grievance,", "p, today, marks, before, grievance,"),
    ("limit-without-trait", "term",
     "threshold_of(p, passion, trait)", "threshold_of(p, passion, 1.0)"),
    ("spent-alone-speak", "mask", "if marks & SPENT == 0 else", "if marks & SPENT != 0 else"),
    ("won-by-blame", "index", "readiness, praised[k], noise[k]", "readiness, blamed[k], noise[k]"),
    ("silent-owners-missed", "mark",
     "        (marks & OWNER != 0)\n        | (first", "        (first"),
    ("recruits-missed", "mark", "        | (first < recruitment(today, escape, readiness))\n", ""),
    ("recruits-by-charm-alone", "mark",
     "recruitment(today, escape, readiness)", "recruitment(today, 1.0, readiness)"),
    ("fading-missed", "mark",
     "p.resistance_fading if resister else p.alien", "0.0 if resister else p.alien"),
    ("repelled-missed", "mark", "resister else p.alienation * noise", "resister else 0.0"),
    ("repelled-by-much-noise-missed", "mark",
     "resister else p.alienation * noise", "resister else p.alienation"),
    ("repelled-bounded-too-low", "mark",
     "p.alienation * noise)", "p.alienation * noise / (1.0 + noise))"),
    ("trust-again-missed", "mark",
     "\n        | ((marks & BETRAYED != 0) & (third < p.trust_healing))", ""),
    ("trust-of-resisters-alone", "mark",
     "(marks & BETRAYED != 0)", "(marks & BETRAYED != 0) & resister"),
    ("cooled-missed", "mark",
     "        (passion < p.leave)\n        | (grievance", "        (grievance"),
    ("turned-missed", "mark", "        | (grievance >= threshold_of(p, passion, trait))\n", ""),
    ("at-the-threshold", "mark", "(grievance >= threshold_of", "(grievance > threshold_of"),
    ("critics-missed", "mark", "        | ((marks & OWNER != 0) & (grievance > p.critic))\n", ""),
    ("praise-missed", "mark",
     "        | (second < today.voice_praise * activity * eager)\n", ""),
    ("praise-of-the-active-missed", "mark",
     "today.voice_praise * activity * eager", "today.voice_praise * eager"),
    ("attacks-missed", "mark",
     "\n        | ((passion > p.circle) & (third < today.attack))", ""),
    ("recovered-missed", "mark", "return (-passion < p.leave) | (", "return ("),
    ("blame-missed", "mark",
     " | (second < today.voice_blame * activity * -passion)", ""),
    ("blame-of-the-active-missed", "mark",
     "today.voice_blame * activity * -passion", "today.voice_blame * -passion"),
    ("blame-loosened-by-praise", "mark",
     "today.voice_blame * activity", "today.voice_praise * 1.0 * activity"),
    ("participants-missed", "mark", "moved = joins | purchase", "moved = purchase"),
    ("buyers-missed", "mark", "moved = joins | purchase", "moved = joins"),
    ("owners-alone-buy", "mark", "~owner & (uniform", "owner & (uniform"),
    ("devoted-buyers-missed", "mark", "buys(p, today, passion))", "buys(p, today, 0.0))"),
    ("last-spoke-missed", "mark", "of_role | (voices[k] != 0)", "of_role"),
    ("last-blamed-missed", "mark", "(voices[k] != 0)", "(voices[k] > 0)"),
    ("silent-buy-unseen", "mark", "(silent & (won | moved))", "(silent & won)"),
    ("fans-take-part-unseen", "mark", "(fan & (roused | moved))", "(fan & roused)"),
    ("anti-fans-unseen", "mark", " | (anti_fan & hostile)", ""),
    ("circle-by-this-morning", "order", "circle += fan & (passion >", "circle += fan & (before >"),
    ("circle-inverted", "comparison", "circle += fan & (passion >", "circle += fan & (passion <="),
    ("admiration-of-all", "role",
     "admiration += int(passion * FIXED_POINT) if fan else 0",
     "admiration += int(passion * FIXED_POINT)"),
    ("admiration-to-the-nearest", "fixed point",
     "admiration += int(passion * FIXED_POINT)", "admiration += int(passion * FIXED_POINT + 0.5)"),
    ("hostility-of-all", "role",
     "int(-passion * FIXED_POINT) if anti_fan else 0", "int(-passion * FIXED_POINT)"),
    ("expectations-of-all", "role",
     "int(expectation * FIXED_POINT) if fan else 0", "int(expectation * FIXED_POINT)"),
    ("grievances-of-all", "role",
     "int(min(grievance, MOST_COUNTED) * FIXED_POINT) if fan else 0",
     "int(min(grievance, MOST_COUNTED) * FIXED_POINT)"),
    ("grievance-counts-unbounded", "clamp", "min(grievance, MOST_COUNTED)", "grievance"),
    ("last-chunk-alone-admires", "reset",
     "totals[T_ADMIRATION] += admiration", "totals[T_ADMIRATION] = admiration"),
    ("sums-swapped", "swap",
     "totals[T_EXPECTATION] += expectations\n    totals[T_GRIEVANCE] += grievances",
     "totals[T_EXPECTATION] += grievances\n    totals[T_GRIEVANCE] += expectations"),
    ("grievance-never-kept", "reset", "grieved[k] = grievance", "grieved[k] += 0.0"),
)  # fmt: skip

ACTIONS = of(
    "sim/day/actions.py",
    ("last-of-a-chunk-not-listed", "bound",
     "for k in range(high - low):\n        lists",
     "for k in range(high - low - 1):\n        lists"),
    ("listed-by-place", "index", "lists[EVERYONE, found] = low + k", "lists[EVERYONE, found] = k"),
    ("ends-of-lists", "index", "return silent, silent + fans, found", "return silent, fans, found"),
    ("praise-units-cut", "fixed point",
     "int(praise_units * today.praise_weight + 0.5)", "int(praise_units * today.praise_weight)"),
    ("whole-voices-beyond-the-table", "fixed point",
     "units / LOUDNESS_LEVELS)", "units // LOUDNESS_LEVELS)"),
    ("hears-another", "index",
     "praise = hearing[PRAISE, i - low] * today.praise_unit\n        noise",
     "praise = hearing[PRAISE, k] * today.praise_unit\n        noise"),
    ("silent-weigh-praise-as-blame", "swap",
     "praise = hearing[PRAISE, i - low] * today.praise_unit\n        noise",
     "praise = hearing[PRAISE, i - low] * today.blame_unit\n        noise"),
    ("fans-weigh-praise-as-blame", "swap",
     "praise = hearing[PRAISE, i - low] * today.praise_unit\n        if",
     "praise = hearing[PRAISE, i - low] * today.blame_unit\n        if"),
    ("noise-counts-as-one", "term",
     "repelled = p.alienation * noise", "repelled = p.alienation * min(noise, 1.0)"),
    ("repelled-beyond-one", "bound", "repelled / (1.0 + repelled)", "repelled"),
    ("resisters-repelled-again", "role",
     "        elif noise > 0.0:", "        if noise > 0.0:"),
    ("resistance-by-luck-of-trust", "stream",
     "uniform(keys.resistance, i)", "uniform(keys.trust, i)"),
    ("resisters-as-open", "term", "readiness *= 1.0 - p.resistance\n", "readiness *= 1.0\n"),
    ("every-owner-was-betrayed", "mask", "if marks & BETRAYED:", "if marks & (BETRAYED | OWNER):"),
    ("trust-whole-at-once", "term", "readiness *= 1.0 - p.scar", "readiness *= 1.0"),
    ("trust-heals-resistance", "mask", "marks &= ~BETRAYED", "marks &= ~RESISTER & ~BETRAYED"),
    ("silent-owners-never-hear", "term",
     "1.0, 1.0, praise, blame,", "1.0, 1.0, praise, 0.0 * blame,"),
    ("silent-expectation-unrounded", "float",
     "expectation = rounded(expect(p, today, float(crowd.expectation[i]), 0.0))",
     "expectation = expect(p, today, float(crowd.expectation[i]), 0.0)"),
    ("silent-owners-expect-nothing-new", "reset",
     "            crowd.expectation[i] = expectation\n            crowd.grievance[i] = aggrieve(",
     "            crowd.grievance[i] = aggrieve("),
    ("silent-take-part-unseen", "mark",
     "praise, readiness):\n            acts[i - low] = 2",
     "praise, readiness):\n            acts[i - low] = 1"),
    ("fans-take-part-unseen", "mark",
     "praise, passion):\n            acts[i - low] = 2",
     "praise, passion):\n            acts[i - low] = 1"),
    ("whoever-acts-takes-part", "comparison",
     "took_part = acts[i - low] == 2", "took_part = acts[i - low] >= 1"),
    ("another-takes-part", "index", "took_part = acts[i - low] == 2", "took_part = acts[k] == 2"),
    ("won-only-if-both", "term",
     "acts[i - low] == 2 or uniform(keys.recruit", "acts[i - low] == 2 and uniform(keys.recruit"),
    ("praise-alone-recruits", "term",
     "recruitment(today, escape, readiness)", "readiness * (1.0 - escape)"),
    ("first-passion-of-all", "index",
     "crowd.passion[i] = p.first_passion", "crowd.passion[i] = p.leave"),
    ("recruits-stay-resisters", "reset",
     "marks &= ~RESISTER\n            totals[T_RECRUITS]", "totals[T_RECRUITS]"),
    ("owners-forget", "mask", "if not marks & OWNER:\n", "if marks & OWNER:\n"),
    ("recruits-keep-their-grudge", "reset",
     "            if not marks & OWNER:\n"
     "                crowd.expectation[i] = today.public_expectation\n"
     "                crowd.grievance[i] = 0.0\n",
     "            if not marks & OWNER:\n"
     "                crowd.expectation[i] = today.public_expectation\n"),
    ("silent-marks-forgotten", "reset",
     "            totals[T_RECRUITS] += 1\n        crowd.marks[i] = marks\n",
     "            totals[T_RECRUITS] += 1\n"),
    ("unheard-voices-end", "term",
     "if crowd.voice[i] != 0 and uniform(keys.voice_ends", "if uniform(keys.voice_ends"),
    ("voices-end-by-luck-of-turning", "stream",
     "uniform(keys.voice_ends, i)", "uniform(keys.turn, i)"),
    ("turning-before-cooling", "order",
     "        if passion < p.leave:\n",
     "        if passion < p.leave and not (\n"
     "            float(crowd.grievance[i]) >= limit and uniform(keys.turn, i) < p.turning\n"
     "        ):\n"),
    ("at-the-threshold", "comparison",
     "float(crowd.grievance[i]) >= limit", "float(crowd.grievance[i]) > limit"),
    ("at-the-leaving-point", "comparison",
     "        if passion < p.leave:", "        if passion <= p.leave:"),
    ("anti-fans-at-the-leaving-point", "comparison",
     "-float(crowd.passion[i]) < p.leave", "-float(crowd.passion[i]) <= p.leave"),
    ("cooled-yet-fond", "reset",
     "            crowd.passion[i] = 0.0\n            totals[T_COOLED]",
     "            totals[T_COOLED]"),
    ("everyone-turns-alike", "term", "carried = p.carryover_own * passion +", "carried ="),
    ("hostility-unrounded", "float",
     "hostility = rounded(p.carryover * carried)", "hostility = p.carryover * carried"),
    ("passion-turned-counted-after", "order",
     "totals[T_PASSION_TURNED] += int(passion *", "totals[T_PASSION_TURNED] += int(hostility *"),
    ("turns-and-stays-a-fan", "role", "crowd.role[i] = ANTI_FAN\n", "crowd.role[i] = FAN\n"),
    ("turns-and-stays-fond", "sign",
     "crowd.passion[i] = -hostility", "crowd.passion[i] = hostility"),
    ("turns-without-scar", "mask",
     "            crowd.marks[i] |= BETRAYED\n", "            pass\n"),
    ("recovered-yet-hostile", "reset",
     "            crowd.passion[i] = 0.0\n            totals[T_RECOVERED]",
     "            totals[T_RECOVERED]"),
    ("taking-part-without-ceiling", "term",
     "p.passion_gain * (1.0 - passion)", "p.passion_gain"),
    ("taking-part-unrounded", "float",
     "passion = rounded(passion + p.passion_gain * (1.0 - passion))",
     "passion = passion + p.passion_gain * (1.0 - passion)"),
    ("taking-part-promises-nothing", "term",
     "float(crowd.expectation[i]) + p.expectation_gain", "float(crowd.expectation[i])"),
    ("anti-fans-buy", "role",
     "if not marks & OWNER and role != ANTI_FAN:", "if not marks & OWNER:"),
    ("resisters-buy", "mask",
     "chance *= 1.0 - p.resistance", "chance *= 1.0"),
    ("purchase-by-luck-of-recruitment", "stream",
     "uniform(keys.purchase, i)", "uniform(keys.recruit, i)"),
    ("bought-yet-no-owner", "reset",
     "                crowd.marks[i] = marks\n                totals[T_BOUGHT]",
     "                totals[T_BOUGHT]"),
    ("fans-buy-afresh", "role",
     "                if role == SILENT:\n", "                if role != SILENT:\n"),
    ("strangers-are-critics", "mask", "critic = marks & OWNER != 0 and role", "critic = role"),
    ("silent-critics", "role",
     "if (role != SILENT or critic) and not", "if role != SILENT and not"),
    ("spent-speak", "mask", " and not marks & SPENT:", ":"),
    ("participants-talk-over-themselves", "term", "took_part and voice == 0 and", "took_part and"),
    ("silent-participants-speak", "role",
     "took_part and voice == 0 and role == FAN", "took_part and voice == 0"),
    ("voice-of-a-neighbour", "index", "crowd.voice[i] = voice", "crowd.voice[i - 1] = voice"),
    ("once-said-always-said", "reset",
     "        voice = 0\n", "        voice = int(crowd.voice[i])\n"),
    ("owners-never-taken-out", "sign", "totals[T_OWNERS] += sign", "totals[T_OWNERS] += 1"),
    ("fans-counted-twice", "sign", "totals[T_FANS] += sign", "totals[T_FANS] += 2 * sign"),
    ("admiration-to-the-nearest", "fixed point",
     "sign * int(passion * FIXED_POINT)", "sign * int(passion * FIXED_POINT + 0.5)"),
    ("admiration-never-taken-out", "sign",
     "sign * int(passion * FIXED_POINT)", "int(passion * FIXED_POINT)"),
    ("grievance-counts-unbounded", "clamp",
     "min(float(crowd.grievance[i]), MOST_COUNTED)", "float(crowd.grievance[i])"),
    ("circle-with-its-edge", "comparison",
     "        if passion > p.circle:", "        if passion >= p.circle:"),
    ("hostility-as-passion", "sign", "int(-passion * FIXED_POINT)", "int(passion * FIXED_POINT)"),
    ("betrayed-count-as-resisters", "mask",
     "if crowd.marks[i] & RESISTER:", "if crowd.marks[i] & (RESISTER | BETRAYED):"),
    ("blame-subtracted", "sign", "totals[T_BLAME] -= said", "totals[T_BLAME] += said"),
    ("attack-counts-as-praise", "index",
     "totals[T_ATTACKS] += 1", "totals[T_VOICES_PRAISE] += 1 + 0"),
    ("circle-praise-too-loud", "mask",
     "said - CIRCLE_VOICE if said > CIRCLE_VOICE else said", "said"),
)  # fmt: skip

PEOPLE = of(
    "sim/day/people.py",
    ("totals-of-yesterday", "reset", "totals[:] = 0", "totals[:] += 0"),
    ("chunks-overlap", "bound", "range(first, end, CHUNK)", "range(first, end, CHUNK - 1)"),
    ("first-chunk-alone", "bound",
     "range(first, end, CHUNK)", "range(first, min(end, first + 1), CHUNK)"),
    ("last-of-a-chunk-left-out", "bound", "min(low + CHUNK, end)", "min(low + CHUNK, end) - 1"),
    ("chunk-beyond-its-block", "clamp",
     "min(low + CHUNK, end)", "min(low + CHUNK, crowd.role.shape[0])"),
    ("fans-act-as-silent", "role", "silent_act(everyone[:silent]", "silent_act(everyone[:fans]"),
    ("silent-act-as-fans", "role", "everyone[silent:fans]", "everyone[:fans]"),
    ("last-fan-left-out", "bound", "everyone[silent:fans]", "everyone[silent : fans - 1]"),
    ("fans-recover", "role", "anti_fans_act(everyone[fans:]", "anti_fans_act(everyone[silent:]"),
    ("anti-fans-never-choose", "role", "choose(everyone,", "choose(everyone[:fans],"),
    ("nobody-taken-out", "sign", "count(everyone, -1, p", "count(everyone, 0, p"),
    ("taken-out-too-late", "order",
     *swapped(
         "count(everyone, -1, p, crowd, totals)",
         "silent_act(everyone[:silent], low, p, today, keys, table, hearing, crowd, acts, totals)",
         "\n        ",
     )),
    ("counted-too-early", "order",
     *swapped(
         "choose(everyone, low, p, today, keys, crowd, acts, totals)",
         "count(everyone, 1, p, crowd, totals)", "\n        ",
     )),
    ("blame-uncounted", "role",
     "count_voices(everyone, crowd", "count_voices(everyone[:fans], crowd"),
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
    ("totals-pile-up", "reset", "            totals[k] = 0\n", "            totals[k] += 0\n"),
    ("stocks-begin-anew", "reset", "if k not in STOCKS:", "if k >= 0:"),
    ("stocks-of-yesterday", "reset",
     "for block in range(blocks.shape[0]):",
     "for block in range(0 if k in STOCKS else blocks.shape[0]):"),
    ("fans-begin-anew", "reset", "if k not in STOCKS:", "if k not in STOCKS or k == T_FANS:"),
    ("first-block-counts-for-all", "index", "blocks[block, k]", "blocks[0, k]"),
    ("mood-of-yesterday-evening", "order",
     *swapped(
         "for k in range(totals.shape[0]):\n        if k not in STOCKS:\n"
         "            totals[k] = 0\n"
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
         "                crowd, room.hearing[b], room.acts[b], room.lists[b], blocks[b],\n"
         "            )  # fmt: skip",
         "measure_day(p, people, levers, totals, blocks, mood, row)", "\n        ",
     )),
    ("last-day-left-out", "day", "range(first, last)", "range(first, last - 1)"),
    ("row-of-yesterday", "day", "row = series[day]", "row = series[day - 1]"),
    ("attacks-too-loud", "term", "noise = int(p.attack_noise)", "noise = int(p.attack_noise) + 1"),
    ("hall-for-the-wrong-network", "sign", "        if complete:", "        if not complete:"),
    ("blocks-share-totals", "index", "room.lists[b], blocks[b],", "room.lists[b], blocks[0],"),
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
     'error_model="numpy", **options)', 'error_model="numpy", fastmath=True, **options)'),
)  # fmt: skip

MUTATIONS = [
    *FOUNDER, *PRODUCT, *NEWSROOM, *CONVERSATION, *TODAY, *FEELINGS, *ACTIONS, *PEOPLE,
    *MEASURE, *RANDOMNESS, *ENGINE, *COMPILED,
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
        "TARPEIA_CALLABLE_KERNELS": "1",
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
