"""Sentences for what lint finds in terms: what is doubtful and how to mend it."""

from __future__ import annotations

from serval.reporting.catalogue import mark, translate

LINT_FINDINGS = {
    "lint.pick_overlap": mark(
        "{one} and {other} compete for the same tickets (pick {pick}) and neither is narrower, so there is no "
        "winner. Give one of them a condition more, or take one out of the pick."
    ),
    "lint.precedence_missing": mark(
        "{one} and {other} of client {client} can cover the same ticket (by {first} and {second}). Give the two "
        "agreements different metadata.precedence."
    ),
    "lint.tier_gap": mark(
        "{objective}: values from {lower} to below {upper} break the promise, but no row of the table holds them, "
        "so nothing is owed. Close the gap between the rows."
    ),
    "lint.tier_overlap": mark(
        "{objective}: values from {lower} to below {upper} stand in two rows of the table. Let each row end where "
        "the next one begins."
    ),
    "lint.tier_above_promise": mark(
        "{objective}: this row reaches to {edge}, but values that keep the promise ({promise}) owe nothing. End "
        "the row at the promise."
    ),
    "lint.credit_falls": mark(
        "{objective}: row {worse} stands for worse values than row {better} and yet owes less. Let credits grow "
        "as values get worse."
    ),
    "lint.grade_pays_more": mark(
        "The grade from {lower} points pays {pay}, more than the grade from {higher} points ({beside}). Let fewer "
        "points pay no more."
    ),
    "lint.grade_unreachable": mark(
        "No score can have the grade from {grade} points: scores lie between {lowest} and {highest}, and a higher "
        "grade comes first. Correct its bound, or remove it."
    ),
    "lint.target_beyond_period": mark(
        "{objective}: {value} is longer than a whole period ({period}) has room for on its calendar (at most "
        "{room}). Shorten the length, or take a longer period or calendar."
    ),
    "lint.hours_on_closing_calendar": mark(
        "{objective}: {value} count only while calendar {calendar} is open, which takes several days. Write "
        "working days (such as 2wd), or count on a calendar that is always open."
    ),
    "lint.two_figures": mark(
        "{one} and {other} promise the same thing with two figures, so the laxer one says nothing. Keep one, or "
        "let their conditions differ."
    ),
    "lint.promise_void": mark("{objective} cannot be broken: every value there can be keeps it. Correct the figure."),
    "lint.promise_impossible": mark(
        "{objective} cannot be kept: its figure lies beyond the end of the scale. Correct the figure."
    ),
    "lint.tolerance_for_all": mark(
        "{objective} tolerates {tolerate} misses and judges from {minimum} items on, so in a small period all may "
        "be late. Raise minimum to at least {needed}, or tolerate fewer."
    ),
    "lint.gap_hides_breach": mark(
        "{objective}: gaps between samples of up to {gap} pass for time up, but only {allowed} of downtime are "
        "allowed in a period, so a gap could hide a breach. Lower maxGap, to {better} for instance."
    ),
    "lint.gap_unlimited": mark(
        "{objective} expects a sample every {interval}, but without maxGap a probe that falls silent counts as "
        "up. Write maxGap."
    ),
    "lint.gap_below_interval": mark(
        "{objective}: maxGap ({gap}) is shorter than the interval of samples ({interval}), so every pair of "
        "samples leaves a gap and there are never data. Raise maxGap above the interval."
    ),
    "lint.outage_below_interval": mark(
        "{objective}: outages from {shortest} on count, but samples come every {interval} only, so shorter ones "
        "are never seen. Sample more often, or raise shortestOutage."
    ),
    "lint.reward_wrong_way": mark(
        "{objective}: the reward is for {value} on the side on which values get worse. Turn atLeast and atMost round."
    ),
    "lint.reward_for_promise": mark(
        "{objective}: whoever keeps the promise has {value} already, so every period earns the reward. Ask for "
        "more than the promise."
    ),
    "lint.unit_never_counts": mark(
        "{objective} promises a mean, median or percentile, which no single item breaches, so “each: {key}” never "
        "counts anything. Use a table, “each: verdict”, or promise “within”."
    ),
    "lint.cap_without_credits": mark("Caps limit credits, and there are none. Add credits, or remove the caps."),
    "lint.cap_year_idle": mark(
        "The year cap ({year}) is never reached: each period is capped at {period} of its fee already. Lower it, "
        "or remove it."
    ),
    "lint.cap_period_idle": mark(
        "The period cap ({cap}) is never reached: all credits together stay below it. Lower it, or remove it."
    ),
    "lint.claims_without_credits": mark(
        "There are rules for claims, but no credits to claim. Add credits, or remove the claims."
    ),
    "lint.claims_close_first": mark(
        "Claims open {opens} and close {within} after the same day; counted from {day} they have closed before "
        "they open. Open them earlier, or close them later."
    ),
    "lint.ground_never_given": mark(
        "This ground to end the agreement can never be given ({what}: at most {most} breaches fall within its "
        "span). Lower the number, or lengthen the span."
    ),
    "lint.score_never_below": mark(
        "The score never falls below {value}, because its floor is {floor}. Lower the floor, or raise the bound."
    ),
    "lint.measure_without_evidence": mark(
        "Measure {measure} is judged without evidence, so nobody can check it. Write evidence: required."
    ),
    "lint.survey_of_one": mark("{objective}: a single answered survey decides the period. Write minimum, such as 10."),
    "lint.silence_is_free": mark(
        "{objective}: a period without figures of {measure} costs nothing, although the provider owes them. Write "
        "noData: breach."
    ),
    "lint.assurance_laxer": mark("{id} promises less than {objective} usually does. Make it stricter, or remove it."),
    "lint.assurance_idle": mark("{id} promises the same as {objective} usually does. Make it stricter, or remove it."),
    "lint.extension_not_longer": mark(
        "The extension of {objective} to {value} is due no later than its own {target}. Lengthen it, or remove it."
    ),
    "lint.holidays_end": mark(
        "Calendar {calendar} knows public holidays for {first} to {last} only, but the terms run until {until}; "
        "no verdict is given beyond. Add the later years by amendment once they are published."
    ),
    "lint.backdated": mark(
        "This version was agreed on {agreed} and begins on {begins}. Closed periods stay as they were judged; to "
        "restate them, write both parties' amendment.approvals."
    ),
    "lint.unused": mark("“{name}” stands under {section}, but nothing speaks of it. Use it, or remove it."),
    "lint.chain_share": mark(
        "{objective} promises {value}, but {below} in {agreement} under it only {beside}. Agree more there, or "
        "promise less here."
    ),
    "lint.chain_limit": mark(
        "{objective} is due within {value}, but {below} in {agreement} under it within {beside}; what starts at "
        "{at} is due later there. Agree less time there, or promise more here."
    ),
    "lint.chain_level": mark(
        "{objective} promises {value}, but {below} in {agreement} under it {beside}. Agree more there, or promise "
        "less here."
    ),
    "lint.availability_above_components": mark(
        "{objective} promises {value} for {service}, but what it depends on promises {together} together. Promise "
        "less, or agree more for the components."
    ),
    "lint.grade_laxer": mark("{objective} is laxer here than in the lower grade {lower}. Make it at least as strict."),
    "lint.grade_promise_missing": mark(
        "{objective} is promised in the lower grade {lower}, but not here. Promise it here too."
    ),
    "lint.grade_credit_laxer": mark(
        "A breach of {objective} costs less money here than in the lower grade {lower}. Let it cost at least as much."
    ),
    "lint.grade_points_laxer": mark(
        "A breach of {objective} costs fewer points here than in the lower grade {lower}. Let it cost at least as many."
    ),
    "lint.dimensions_missing": mark(
        "No objective speaks of: {dimensions}. Add promises on these, or decide with the client that none are needed."
    ),
}

_DIMENSIONS = {
    "performance": mark("performance"),
    "availability": mark("availability"),
    "security": mark("security"),
    "accessibility": mark("accessibility"),
    "cost": mark("cost"),
    "delivery": mark("time of delivery"),
}

_SEVERITIES = {"error": mark("error"), "warning": mark("warning"), "note": mark("note")}


def name_dimensions(codes: list[str]) -> list[str]:
    """The sides of a service that promises should speak of, in words."""
    return [translate(_DIMENSIONS[code]) for code in codes]


def name_severity(code: str) -> str:
    return translate(_SEVERITIES[code])
