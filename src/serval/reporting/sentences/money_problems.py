"""Sentences for fees and consequences that cannot be meant: amounts, credits, tables, points, claims."""

from __future__ import annotations

from serval.reporting.catalogue import mark

MONEY_PROBLEMS = {
    "money.mixed_currencies": mark("{one} and {other} cannot be added up. Reckon each currency by itself."),
    "money.unknown_currency": mark("“{value}” is not a currency of ISO 4217. Yuan is CNY."),
    "terms.amount": mark(
        '“{value}” is not an amount of money. Write it in quotes and without separators, such as "120000.00".'
    ),
    "terms.amount_decimals": mark("{value} has more decimals than {currency} has ({decimals}). Round the amount."),
    "terms.currency": mark("“{value}” is not a currency of ISO 4217. Yuan is CNY."),
    "terms.rate": mark("“{value}” is not a percentage from 0 to 1000. Write 5 for 5 %."),
    "terms.points": mark("“{value}” is not a number of points. Write a number from 0, such as 0.5."),
    "terms.cap": mark('“{value}” is not a cap. Write a percentage such as "50%", or an amount in quotes.'),
    "terms.span": mark("“{value}” is not a span of days or months. Write 60d or 2 months."),
    "terms.score_below": mark("“{value}” is not a bound of a score. Write it as: below 60."),
    "terms.fee_base": mark("“{value}” is not a part of the fee. Write fee, fee.parts.NAME or fee.parts.*."),
    "terms.fee_base_missing": mark("A percentage needs of: what it is a percentage of. Add of: fee, or a part of it."),
    "terms.fee_parts": mark("The parts add up to {total}, more than the whole fee ({amount}). Correct the amounts."),
    "terms.fee_missing": mark("Money is spoken of, but the terms name no fee and so no currency. Add fee."),
    "terms.unknown_part": mark("The fee has no part “{part}”. Correct the name, or add it to fee.parts."),
    "terms.part_needs_per": mark(
        "fee.parts.* takes the part named like the service judged, but objective {objective} judges all services "
        "together. Add per to the objective, or name the part."
    ),
    "terms.one_of": mark("Write exactly one of several keys under {what}; here stands: {found}."),
    "terms.key_needed": mark("“{by}” needs “{key}”. Add it."),
    "terms.each_missing": mark("The deduction does not say for what points are lost. Add each, such as each: item."),
    "terms.tier_backwards": mark("The row begins at {lower} and ends below {upper}. Exchange the two."),
    "terms.tier_gap": mark("No row of the table holds values from {lower} to below {upper}. Add one."),
    "terms.tier_overlap": mark(
        "Rows {with} and {index} of the table both hold values from {lower} to below {upper}. Correct their bounds."
    ),
    "terms.tier_unit": mark("“{value}” does not fit objective {objective}, whose value is {unit}. Correct the bound."),
    "terms.unit_not_kept": mark(
        "Objective {objective} cannot be counted by “{each}”: its results do not tell how many. Write another each."
    ),
    "terms.rolling_pays_not": mark(
        "Objective {objective} is judged over rolling windows, which warn and never pay. Name an objective of whole "
        "periods."
    ),
    "terms.score_backwards": mark("The lowest score lies above the score at the start. Exchange floor and start."),
    "terms.grade_twice": mark("Two grades begin at {value} points. Keep one of them."),
    "terms.grades_gap": mark(
        "The lowest grade begins at {lowest} points, but scores go down to {floor}. Add a grade for the rest."
    ),
    "terms.claims_calendar": mark("Several calendars could count the time for claims. Name one with claims.calendar."),
}
