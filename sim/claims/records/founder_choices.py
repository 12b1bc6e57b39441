"""What a founder can do: promise less, step back, move the anchor, refuse the altar."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.claims.claim import Arm, Claim, Evidence, Observed, Part, Setting
from sim.claims.records import statistics as st
from sim.claims.records.worlds import BEGINNING, HEIGHT, LAUNCH, lever, put_on, severe
from sim.engine.engine import Engine
from sim.evidence.estimate import Estimate
from sim.model import layout

PROMISED: Final = 120
AFTER: Final = 60


def _verdict(o: Observed) -> float:
    return st.turned(o["much promised"], PROMISED, AFTER) - st.turned(
        o["little promised"], PROMISED, AFTER
    )


def _bend(o: Observed) -> float:
    def loss(arm: str) -> float:
        return st.turned(o[arm], PROMISED, AFTER)

    return (loss("above quality") - loss("at quality")) - (
        loss("at quality") - loss("below quality")
    )


def _held(expectation: float) -> dict[str, float]:
    """Return a world whose expectations stay where they are."""
    return {"start.expectation": expectation, "people.expectation_rate": 0.0}


EXPECTATION: Final = Claim(
    id="expectation",
    essay=("E1",),
    phrase="It will raise the expectations of many users, and once the actual product is different "
    "from the expectation, it is easy to form a backlash.",
    theory="expectation and disconfirmation; losses weigh more",
    references=("oliver-1980", "mittal-1998", "anderson-1973", "kahneman-tversky-1979"),
    mechanisms=("expectation",),
    setting=Setting(PROMISED + AFTER, HEIGHT, (severe(PROMISED),)),
    arms=(
        Arm("much promised", {"founder.candour": 0.1}),
        Arm("little promised", {"founder.candour": 0.9}),
        Arm("above quality", _held(0.85)),
        Arm("at quality", _held(0.65)),
        Arm("below quality", _held(0.45)),
    ),
    parts=(
        Part(
            "fans lost by one accident, much less little promised",
            "share of fans",
            _verdict,
            "above",
            0.02,
        ),
        Part(
            "bend of the loss at quality: a fifth above less a fifth below",
            "share of fans",
            _bend,
            "above",
            0.02,
            off=("loss-aversion",),
        ),
    ),
    expected="The first holds. The second should be there with losses weighing twice; but the "
    "model counts only disappointment, so that a bend remains when losses weigh as much as gains, "
    "and the ablation may not remove it.",
    notice="Same accident, same product; more was promised to one crowd.",
    figure="fan_to_black",
    shown=("much promised", "little promised"),
)


def look_at_returns(engine: Engine) -> Mapping[str, float]:
    """Tell how many of those who turned within 30 days of the accident are fans 200 days later."""
    crowd = engine.world.crowd
    engine.advance(60)
    fans = crowd.role == layout.FAN
    engine.advance(30)
    left = fans & (crowd.role == layout.ANTI_FAN)
    engine.run()
    back = float(np.count_nonzero(left & (crowd.role == layout.FAN)))
    count = int(np.count_nonzero(left))
    return {"returned": back / count if count >= 10 else math.nan}


def _relief(o: Observed) -> float:
    return st.mean(o["compensated"], "mean_grievance", 62, 120) - st.mean(
        o["wronged"], "mean_grievance", 62, 120
    )


def _won_back(o: Observed) -> float:
    return o["compensated"].extra["returned"] - o["wronged"].extra["returned"]


def _returned(o: Observed) -> float:
    return o["wronged"].extra["returned"]


BETRAYAL: Final = Claim(
    id="betrayal",
    essay=("E1",),
    phrase="The key is not whether the 20,000 points compensation ... is reasonable, but the trust "
    "has been betrayed.",
    theory="betrayal",
    references=("koehler-gershoff-2003", "gregoire-2009"),
    mechanisms=("broken-trust",),
    setting=Setting(290, HEIGHT, (severe(60),)),
    arms=(
        Arm("wronged"),
        Arm("compensated", events=(lever(60, for_days=230, stance="compensate"),)),
    ),
    parts=(
        Part(
            "grievance of the fans, compensated less wronged",
            "grievance",
            _relief,
            "below",
            0.01,
            ablate=False,
            control=True,
        ),
        Part(
            "those who turned and are fans again: compensated less wronged",
            "share of the turned",
            _won_back,
            "equal",
            0.05,
        ),
        Part(
            "those who turned and are fans again, with broken trust less without",
            "share of the turned",
            _returned,
            "below",
            0.02,
            difference=True,
        ),
    ),
    expected="Compensation lowers grievance and brings no one back; fewer come back where trust "
    "breaks. It could fail because fewer turn where there is compensation, and those who do "
    "differ.",
    notice="Grievance falls with compensation; the lost fans stay away.",
    figure="mean_grievance",
    shown=("wronged", "compensated"),
    look=look_at_returns,
)

CANDOURS: Final = (0.1, 0.3, 0.5, 0.7, 0.9)
LATER: Final = 730


def _now(o: Observed) -> float:
    return st.log_ratio(
        st.total(o["0.9"], "sales", 0, 180), st.total(o["0.1"], "sales", 0, 180), 1.0
    )


def _later(o: Observed) -> float:
    def negatives(arm: str) -> float:
        return st.total(o[arm], "fan_to_black", 180) + st.total(o[arm], "blame", 180)

    return st.log_ratio(negatives("0.9"), negatives("0.1"), 1.0)


def _best(o: Observed) -> float:
    sold = [st.total(o[f"{c:g}"], "sales") for c in CANDOURS]
    return CANDOURS[int(np.argmax(sold))]


LOW_KEY: Final = Claim(
    id="low-key",
    essay=("E1",),
    phrase="The strategy of 'lowering expectations in the early stage and reducing negative "
    "reviews in the later stage'.",
    theory="two-sided messages",
    references=("crowley-hoyer-1994",),
    mechanisms=("promise",),
    setting=Setting(LATER, {**put_on("promise")}, (LAUNCH,)),
    arms=tuple(Arm(f"{candour:g}", {"founder.candour": candour}) for candour in CANDOURS),
    parts=(
        Part(
            "cars sold in the first half year, candour .9 against .1",
            "ln ratio",
            _now,
            "below",
            0.05,
        ),
        Part(
            "blame and turned fans afterwards, candour .9 against .1",
            "ln ratio",
            _later,
            "below",
            0.1,
            off=("expectation",),
        ),
        Part(
            "candour of five that sells most in two years",
            "candour",
            _best,
            "within",
            0.9,
            null=0.1,
            ablate=False,
            reported=True,
        ),
    ),
    expected="Fewer buyers now and fewer negatives later. Whether a best candour lies inside is "
    "open.",
    notice="Five candours: what is sold now and what is blamed later.",
    figure="owners",
    shown=("0.1", "0.9"),
)

STORM: Final = 60
RETREAT: Final = 63
SECOND: Final = 300
# What counts as unchanged blame, in the model and in the data: a fifth either way, in logarithms.
SAME: Final = math.exp(0.2)


def _praise(o: Observed) -> float:
    return _stories(o, "stories_good")


def _blame(o: Observed) -> float:
    return _stories(o, "stories_bad")


def _stories(o: Observed, name: str) -> float:
    gone = st.total(o["retreat"], name, RETREAT, RETREAT + 37)
    stayed = st.total(o["stay"], name, RETREAT, RETREAT + 37)
    return st.log_ratio(gone, stayed, 1.0)


def _coupling(o: Observed) -> float:
    return st.difference(o, "retreat", "stay", "coupling", SECOND - 1)


def _second_loss(o: Observed) -> float:
    return st.turned(o["retreat"], SECOND, AFTER) - st.turned(o["stay"], SECOND, AFTER)


def _timing(o: Observed) -> float:
    ends = {30.0: "before", float(RETREAT): "retreat", 120.0: "late"}
    return max(ends, key=lambda day: float(o[ends[day]]["fan_share"][-1]))


def _praise_fell_and_blame_did_not(estimates: Mapping[str, Estimate]) -> str:
    praise = estimates["founder's titles, silence over before"]
    blame = estimates["new negatives, silence over before"]
    if praise.low > 1.0 or blame.high < 1.0 / SAME or blame.low > SAME:
        return "against"
    same = blame.low > 1.0 / SAME and blame.high < SAME
    return "supports" if praise.high < 1.0 and same else "silent"


ARM_RETREATS: Final = tuple(
    Arm(name, events=(lever(day, "strategic retreat", exposure=0.16),))
    for name, day in (("retreat", RETREAT), ("before", 30), ("late", 120))
)
RETREAT_CLAIM: Final = Claim(
    id="retreat",
    essay=("E1",),
    phrase="Let Lei Jun make a 'strategic retreat' and let the Xiaomi brand move forward more.",
    theory="exposure control",
    references=("love-2017", "coombs-2007"),
    mechanisms=("coupling",),
    setting=Setting(
        SECOND + 90, {**HEIGHT, "founder.exposure": 0.8}, (severe(STORM), severe(SECOND))
    ),
    arms=(Arm("stay"), *ARM_RETREATS),
    parts=(
        Part(
            "good stories in the 37 days after the retreat, against staying",
            "ln ratio",
            _praise,
            "below",
            0.5,
            ablate=False,
            control=True,
        ),
        Part(
            "bad stories in the 37 days after the retreat, against staying",
            "ln ratio",
            _blame,
            "equal",
            0.2,
        ),
        Part("coupling eight months later, retreat less stay", "share", _coupling, "below", 0.1),
        Part(
            "fans lost by a second accident then, retreat less stay",
            "share of fans",
            _second_loss,
            "below",
            0.03,
        ),
        Part(
            "day of the retreat, of 30, 63 and 120, that leaves most fans",
            "day",
            _timing,
            "within",
            120.0,
            null=30.0,
            ablate=False,
            reported=True,
        ),
    ),
    expected="Praise falls at once, blame stays: an accident's follow-ups do not ask where the "
    "founder is. The gain comes later by the lower coupling; it may be lost again because people "
    "who hear less of him love him less.",
    notice="Good stories after a retreat on day 63, against staying; a second accident on day 300.",
    figure="stories_good",
    shown=("retreat", "stay"),
    evidence=Evidence(
        "founder's titles and new negatives, 2025-04-03 to 05-09 against 02-15 to 03-31",
        "an edited board (six of eight negative events of that spring left no measured excess); a "
        "tariff sell-off in the same week; one coder",
        ("silence-founder", "silence-negatives", "silence-share"),
        _praise_fell_and_blame_did_not,
    ),
)

YEAR: Final = 365


def _sales(o: Observed) -> float:
    return st.log_ratio(
        st.total(o["brand"], "sales", 0, YEAR), st.total(o["person"], "sales", 0, YEAR), 1.0
    )


def _less_coupled(o: Observed) -> float:
    return st.difference(o, "brand", "person", "coupling", YEAR - 1)


def _crash(o: Observed) -> float:
    return st.turned(o["brand"], YEAR, AFTER) - st.turned(o["person"], YEAR, AFTER)


BRAND_FIRST: Final = Claim(
    id="brand-first",
    essay=("E1",),
    phrase="Let the Xiaomi brand move forward more ... shifting from highlighting personal IP "
    "creation to strengthening corporate IP shaping.",
    theory="corporate against CEO branding",
    references=("love-2017", "scheidt-2018"),
    mechanisms=("coupling",),
    setting=Setting(YEAR + 90, BEGINNING, (LAUNCH, severe(YEAR))),
    arms=(
        Arm("brand", {"founder.exposure": 0.35, "product.brand": 1.0}),
        Arm("person", {"founder.exposure": 0.7, "product.brand": 0.3}),
    ),
    parts=(
        Part(
            "cars sold in the first year, brand against person (at least .9 of them)",
            "ln ratio",
            _sales,
            "above",
            0.0,
            null=-0.1,
            ablate=False,
        ),
        Part("coupling after it, brand less person", "share", _less_coupled, "below", 0.1),
        Part(
            "fans lost by an accident then, brand less person",
            "share of fans",
            _crash,
            "below",
            0.03,
        ),
    ),
    expected="Lower coupling and a smaller crash. Equal sales are open: a brand of 1 sells 2 / 1.3 "
    "as much to everyone, and half the exposure wins fewer fans.",
    notice="The firm that leads with its brand, and the firm that leads with its founder.",
    figure="fan_share",
)

FAULT: Final = 120
ANCHOR: Final = 0.9


def _moved(o: Observed, arm: str) -> float:
    return st.turned(o[arm], FAULT, AFTER) - st.turned(o["idol"], FAULT, AFTER)


def _moved_before(o: Observed) -> float:
    return _moved(o, "moved before")


def _moved_during(o: Observed) -> float:
    return _moved(o, "moved during")


IMAGE_ANCHOR: Final = Claim(
    id="image-anchor",
    essay=("E1",),
    phrase="The time to change Lei Jun's image anchor from a 'good idol' to a 'good entrepreneur'.",
    theory="change of the reference point",
    references=("kahneman-tversky-1979", "biernat-manis-1994"),
    mechanisms=("perfect-idol",),
    setting=Setting(
        FAULT + AFTER + 10,
        {**HEIGHT, "founder.image": 0.0, **put_on("slow-image")},
        (severe(FAULT),),
    ),
    arms=(
        Arm("idol"),
        Arm("moved before", events=(lever(0, image=ANCHOR),)),
        Arm("moved during", events=(lever(FAULT + 3, image=ANCHOR),)),
    ),
    parts=(
        Part(
            "fans lost by a fault, anchor moved 120 days before less not moved",
            "share of fans",
            _moved_before,
            "below",
            0.02,
            control=True,
        ),
        Part(
            "fans lost, anchor moved three days after less not moved",
            "share of fans",
            _moved_during,
            "equal",
            0.02,
        ),
        Part(
            "the same, with the slow image less without",
            "share of fans",
            _moved_during,
            "above",
            0.02,
            off=("slow-image",),
            difference=True,
        ),
    ),
    expected="Softer when moved before; next to nothing when moved in the storm, as people take 50 "
    "days to see a new image while a storm is over in 15.",
    amended="The third part compared moving before with moving during and failed: -.10 with a slow "
    "image, -.07 without, because an anchor moved at once still comes three days after the "
    "accident. It asks now what the slow image does to an anchor moved in the storm.",
    first="fails",
    notice="Moved before the fault the anchor helps; moved in the storm it does not.",
    figure="fan_to_black",
    shown=("moved before", "idol"),
)


def _altar(o: Observed) -> float:
    return st.difference(o, "denies", "lets it be", "fan_circle_share", YEAR - 1)


REFUSE_ALTAR: Final = Claim(
    id="refuse-altar",
    essay=("E1",),
    phrase="People can deify you, but you must not deify yourself.",
    theory="counter-message",
    references=("crowley-hoyer-1994", "lovelace-2018"),
    mechanisms=("idealisation",),
    setting=Setting(YEAR, BEGINNING, (LAUNCH,)),
    arms=(
        Arm("lets it be"),
        Arm(
            "denies",
            events=tuple(lever(day, "founder denial", 30, image=0.6) for day in (90, 180, 270)),
        ),
    ),
    parts=(
        Part(
            "fan circle after a year, three denials less none",
            "share of crowd",
            _altar,
            "below",
            0.0,
        ),
    ),
    expected="Somewhat smaller, or next to nothing: a denial sets the image for a month, and a "
    "denial can charm as well. The sign is in dispute, so that it is only reported.",
    notice="Three denials of deification, and the fan circle.",
    figure="fan_circle_share",
    disputed=True,
)

CLAIMS: Final = (
    EXPECTATION,
    BETRAYAL,
    LOW_KEY,
    RETREAT_CLAIM,
    BRAND_FIRST,
    IMAGE_ANCHOR,
    REFUSE_ALTAR,
)
