"""One failing and one passing fixture for each check of one document."""

from __future__ import annotations

from tests.engine.lint.sample_papers import Case

URGENT = "    target: {within: 15m, share: 95%}"
CORE = "    target: {atLeast: 99.9%}"
MEASURE = "{interval: 1m, shortestOutage: 5m, maxGap: 10m}"
BEST, WORST = "{from: 99%, below: 99.9%, percent: 10}", "{below: 99%, percent: 30}"
ASSURED = "target: {within: 5m, share: 95%}}"
CAPS = "caps: {period: 20%, year: 10%}"
CLAIMS = "claims: {opens: 5wd, within: 60d, calendar: office}"
CREDITS = """\
  credits:
    - for: core-up
      of: fee
      tiers:
        - {from: 99%, below: 99.9%, percent: 10}
        - {below: 99%, percent: 30}
"""
SECOND = """\
  - id: second
    metric: clock.resolution
    target: {TARGET}
    calendar: office
    period: month
assurance:
"""
AMENDED = "effective: {from: 2026-01-01, until: 2026-12-31, timezone: Asia/Shanghai}\n"


def add_second(target: str) -> tuple[str, str]:
    """One more promise on resolution, beside the mean of four hours."""
    return "assurance:\n", SECOND.replace("TARGET", target)


CASES = (
    Case(
        "lint.pick_overlap",
        "error",
        (
            (
                (
                    "    pick: response\n    target: {within: 1h",
                    "    where: {type: incident}\n    pick: response\n    target: {within: 1h",
                )
            ),
        ),
        "where: {type: incident}",
        (
            (
                (
                    "    pick: response\n    target: {within: 1h",
                    "    where: {priority: low}\n    pick: response\n    target: {within: 1h",
                )
            ),
        ),
    ),
    Case(
        "lint.tier_gap",
        "error",
        ((WORST, "{below: 98%, percent: 30}"),),
        BEST,
        ((WORST, "{from: 0%, below: 99%, percent: 30}"),),
    ),
    Case(
        "lint.tier_overlap",
        "error",
        ((WORST, "{below: 99.5%, percent: 30}"),),
        "{below: 99.5%",
        ((WORST, "{below: 99.0%, percent: 30}"),),
    ),
    Case(
        "lint.tier_above_promise",
        "warning",
        ((BEST, "{from: 99%, below: 100%, percent: 10}"),),
        "below: 100%",
        ((BEST, "{from: 99%, below: 99.90%, percent: 10}"),),
    ),
    Case(
        "lint.credit_falls",
        "error",
        ((WORST, "{below: 99%, percent: 5}"),),
        "percent: 5",
        ((WORST, "{below: 99%, percent: 10}"),),
    ),
    Case(
        "lint.grade_pays_more",
        "error",
        (("name: pass, pay: 100%", "name: pass, pay: 70%"),),
        "- {from: 90",
        (("name: pass, pay: 100%", "name: pass, pay: 80%"),),
    ),
    Case(
        "lint.grade_unreachable",
        "warning",
        (("points: 1}", "points: 1, most: 10}"),),
        "- {from: 90",
        (("points: 1}", "points: 1, most: 11}"),),
    ),
    Case(
        "lint.target_beyond_period",
        "warning",
        (("{mean: 4h}", "{mean: 208h}"),),
        "{mean: 208h}",
        (("{mean: 4h}", "{mean: 207h}"),),
    ),
    Case(
        "lint.hours_on_closing_calendar",
        "warning",
        (("{mean: 4h}", "{mean: 24h}"),),
        "{mean: 24h}",
        (("{mean: 4h}", "{mean: 23h}"),),
    ),
    Case("lint.two_figures", "warning", (add_second("mean: 5h"),), "mean: 5h", (add_second("median: 5h"),)),
    Case(
        "lint.promise_void",
        "warning",
        ((CORE, "    target: {atLeast: 0%}"), (BEST, "{from: 0%, percent: 1}"), (WORST, "{below: 0%, percent: 2}")),
        "{atLeast: 0%}",
        (),
    ),
    Case(
        "lint.promise_impossible",
        "error",
        (
            ("    target: {atLeast: 85%}", '    target: {atLeast: "5.1"}'),
            ("    satisfiedFrom: 4\n", "    method: mean\n"),
        ),
        "5.1",
        (
            ("    target: {atLeast: 85%}", '    target: {atLeast: "5"}'),
            ("    satisfiedFrom: 4\n", "    method: mean\n"),
        ),
    ),
    Case(
        "lint.tolerance_for_all",
        "warning",
        ((URGENT, "    target: {within: 15m, share: 95%, tolerate: 5}"),),
        "tolerate: 5",
        ((URGENT, "    target: {within: 15m, share: 95%, tolerate: 4}"),),
    ),
    Case(
        "lint.gap_hides_breach",
        "warning",
        ((MEASURE, "{interval: 1m, maxGap: 41m}"),),
        "maxGap: 41m",
        ((MEASURE, "{interval: 1m, maxGap: 40m}"),),
    ),
    Case(
        "lint.gap_unlimited",
        "warning",
        ((MEASURE, "{interval: 1m}"),),
        "{interval: 1m}",
        ((MEASURE, "{shortestOutage: 1m}"),),
    ),
    Case(
        "lint.gap_below_interval",
        "error",
        ((MEASURE, "{interval: 6m, maxGap: 5m}"),),
        "maxGap: 5m",
        ((MEASURE, "{interval: 5m, maxGap: 5m}"),),
    ),
    Case(
        "lint.outage_below_interval",
        "warning",
        ((MEASURE, "{interval: 6m, shortestOutage: 5m, maxGap: 10m}"),),
        "interval: 6m",
        ((MEASURE, "{interval: 5m, shortestOutage: 5m, maxGap: 10m}"),),
    ),
    Case("lint.reward_wrong_way", "error", (("atLeast: 99.99%", "atMost: 99.99%"),), "atMost: 99.99%", ()),
    Case(
        "lint.reward_for_promise",
        "warning",
        (("atLeast: 99.99%", "atLeast: 99.90%"),),
        "atLeast: 99.90%",
        (("atLeast: 99.99%", "atLeast: 99.91%"),),
    ),
    Case(
        "lint.unit_never_counts",
        "error",
        (("for: urgent, each: item", "for: speed, each: item"),),
        "for: speed",
        (("for: urgent, each: item", "for: speed, each: verdict"),),
    ),
    Case("lint.cap_without_credits", "warning", ((CREDITS, ""),), CAPS, ()),
    Case("lint.claims_without_credits", "warning", ((CREDITS, ""),), CLAIMS, ()),
    Case(
        "lint.cap_year_idle",
        "warning",
        ((CAPS, "caps: {period: 20%, year: 20%}"),),
        "year: 20%",
        ((CAPS, "caps: {period: 20%, year: 19%}"),),
    ),
    Case(
        "lint.cap_period_idle",
        "warning",
        ((CAPS, "caps: {period: 30%, year: 10%}"),),
        "period: 30%",
        ((CAPS, "caps: {period: 29%, year: 10%}"),),
    ),
    Case(
        "lint.claims_close_first",
        "error",
        ((CLAIMS, "claims: {opens: 5wd, within: 5d, calendar: office}"),),
        "within: 5d",
        ((CLAIMS, "claims: {opens: 5wd, within: 11d, calendar: office}"),),
    ),
    Case(
        "lint.ground_never_given",
        "warning",
        (("breaches: 3, of: core-up, within: 6 months", "breaches: 3, of: core-up, within: 2 months"),),
        "within: 2 months",
        (("breaches: 3, of: core-up, within: 6 months", "breaches: 3, of: core-up, within: 3 months"),),
    ),
    Case(
        "lint.score_never_below",
        "warning",
        (("breaches: 3, of: core-up, within: 6 months", "score: below 0"),),
        "score: below 0",
        (("breaches: 3, of: core-up, within: 6 months", "score: below 60"),),
    ),
    Case("lint.measure_without_evidence", "warning", ((", evidence: required", ""),), "hotline: {unit", ()),
    Case(
        "lint.survey_of_one",
        "warning",
        (("    minimum: 10\n", ""),),
        "- id: happy",
        (("    minimum: 10\n", "    minimum: 2\n"),),
    ),
    Case("lint.silence_is_free", "warning", (("    noData: breach\n", ""),), "- id: calls", ()),
    Case(
        "lint.assurance_laxer",
        "error",
        ((ASSURED, "target: {within: 20m, share: 95%}}"),),
        "within: 20m",
        ((ASSURED, "target: {within: 20m, share: 99%}}"),),
    ),
    Case(
        "lint.assurance_idle",
        "warning",
        ((ASSURED, "target: {within: 15m, share: 95.0%}}"),),
        "95.0%",
        ((ASSURED, "target: {within: 14m, share: 95.0%}}"),),
    ),
    Case(
        "lint.extension_not_longer",
        "error",
        (("within: 2h, needs", "within: 15m, needs"),),
        "within: 15m, needs",
        (("within: 2h, needs", "within: 16m, needs"),),
    ),
    Case(
        "lint.holidays_end",
        "warning",
        (("until: 2026-12-31", "until: 2027-01-31"),),
        "holidays: {region",
        (("from: 2026-01-01, until: 2026-12-31", "from: 2026-02-01, until: 2026-12-30"),),
    ),
    Case(
        "lint.backdated",
        "warning",
        ((AMENDED, AMENDED + "amendment: {agreed: 2026-03-01}\n"),),
        "amendment:",
        (
            (
                AMENDED,
                AMENDED + "amendment: {agreed: 2026-03-01, approvals: {provider: 2026-03-01, client: 2026-03-01}}\n",
            ),
        ),
    ),
    Case(
        "lint.unused",
        "warning",
        (("measures:\n", "  travel: {start: opened, stop: arrived}\nmeasures:\n"),),
        "travel:",
        (),
    ),
    Case(
        "lint.dimensions_missing",
        "note",
        (),
        "- id: urgent",
        ((CORE, "    says: Security, accessibility, delivery\n" + CORE),),
    ),
)
