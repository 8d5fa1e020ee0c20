"""Sentences for what cannot be asked of a back-test, and for what its history does not support."""

from __future__ import annotations

from serval.reporting.catalogue import mark

BACKTEST_PROBLEMS = {
    "backtest.terms": mark("A back-test takes one or two terms, not {n}. Name at most two files."),
    "backtest.ending": mark(
        "The ending of the name says what to write. Name a file that ends in .pdf, .svg, .png, .xlsx or .json."
    ),
    "backtest.span_backwards": mark("The last day ({last}) lies before the first one ({first}). Exchange the dates."),
    "backtest.span_too_long": mark(
        "Terms and days together reach over more than {years} years. Choose days nearer to the terms."
    ),
    "backtest.sweep": mark(
        "“{value}” is no sweep. Write OBJECTIVE=FIRST..LAST/STEP in one unit, such as core=10m..60m/5m, "
        "core=95%..99%/0.5% or core=1..5/1."
    ),
    "backtest.sweep_backwards": mark("“{value}” ends before it begins. Exchange the first and the last value."),
    "backtest.sweep_step": mark("“{value}” is no step: it must be greater than zero and in the unit of the values."),
    "backtest.sweep_too_many": mark("That makes {found} steps; at most {most} are tried. Choose a larger step."),
    "backtest.sweep_unit": mark("The target of objective {id} has no bound like {value}. Choose another unit."),
    "backtest.unknown_objective": mark("These terms have no objective “{id}”."),
    "backtest.rolling": mark(
        "Objective {id} is judged over rolling windows, which warn and never pay. Name an objective of whole periods."
    ),
    "backtest.wanted": mark("“{value}” is no wish. Write OBJECTIVE=95%, or 95% beside a sweep of one objective."),
    "backtest.wanted_needs_limit": mark(
        "Objective {id} promises no share within a time limit, so no limit can be proposed. Name one that does."
    ),
    "backtest.too_few_items": mark(
        "No target is proposed for {id}: {found} items were counted, and this share needs at least {needed} to mean "
        "something. Take a longer history."
    ),
    "backtest.out_of_reach": mark(
        "No target is proposed for {id}: even within {longest} the wanted share was not reached. Want less."
    ),
    "backtest.evidence_changed": mark("The evidence changed while it was read a second time. Run the back-test again."),
}
