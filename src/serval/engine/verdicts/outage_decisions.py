"""Figures and decisions of what is read from outages (TERMS.md rules 8 and 9)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from serval.engine.availability.account import Account, Counting, Frame, list_charged, list_failures
from serval.engine.availability.budget import downtime_of_share
from serval.engine.availability.outages import WholeOutage
from serval.engine.availability.reliability import (
    list_ended,
    mean_time_between_failures,
    mean_time_to_detect,
    mean_time_to_repair,
)
from serval.engine.spans import Spans
from serval.engine.terms.objectives import OutageObjective
from serval.engine.verdicts.decisions import decide_level, decide_no_data
from serval.engine.verdicts.results import Decision, OutageFigures


def read_figures(
    objective: OutageObjective, account: Account, frame: Frame, touching: Sequence[WholeOutage], counting: Counting
) -> OutageFigures:
    """What stands behind the verdict. Repairs belong to the period they end in, detections to that of the notice.

    A notice of an outage of which no second counts yet belongs to the period in which one does.
    """
    charged = list_charged(frame, touching, counting)
    repaired = list_ended((outage for outage, _ in charged), frame.start, frame.end)
    noticed = [
        o for o, first in charged if o.detected is not None and frame.start <= max(first, o.detected) < frame.end
    ]
    failures = list_failures(account)
    target = objective.target.at_least
    is_share = target is not None and target.unit == "share"
    return OutageFigures(
        agreed=account.agreed,
        excluded=account.excluded,
        down=account.down,
        unknown=account.unknown,
        outages=len(failures),
        mtbf=mean_time_between_failures(account.up, len(failures)),
        mttr=mean_time_to_repair(repaired, open_time=_find_open(objective, repaired)),
        mttd=mean_time_to_detect(noticed, open_time=_find_open(objective, noticed)),
        budget=downtime_of_share(target.amount, account.up + account.down) if target and is_share else None,
    )


def _count_judged(objective: OutageObjective, account: Account) -> int:
    return account.agreed - (account.excluded if objective.terms.excluded == "removed" else 0)


def _find_open(objective: OutageObjective, outages: Sequence[WholeOutage]) -> Spans | None:
    """Open time that reaches over whole outages and their notices; None where all time is open."""
    if not outages or objective.calendar.spec.always:
        return None
    last = max(max(outage.end, outage.detected or outage.end) for outage in outages)
    return objective.calendar.open_spans(min(outage.start for outage in outages), last)


def decide_outages(
    objective: OutageObjective, account: Account, figures: OutageFigures, *, is_composite: bool
) -> Decision:
    """What an account comes to."""
    terms = objective.terms
    if account.unknown and objective.rule.max_gap is not None:
        return decide_no_data(terms, "gap")
    if not account.agreed:
        return Decision(None, "no_data", "not_observed")
    if account.availability is None:
        return decide_no_data(terms, "not_observed" if account.unknown else "denominator_zero")
    least = objective.rule.least_known
    if least is not None and Fraction(account.up + account.down) < least * _count_judged(objective, account):
        return decide_no_data(terms, "known_too_little")
    if account.unknown and is_composite:
        return _decide_partly_seen(objective, account)
    match objective.kind:
        case "availability":
            return decide_level(terms.target, account.availability)
        case "downtime":
            return decide_level(terms.target, Fraction(account.down))
        case "outages":
            return decide_level(terms.target, Fraction(figures.outages))
        case "mtbf" if figures.mtbf is None:
            return Decision(None, "met", "no_outages")
        case "mtbf":
            return _decide_mean(objective, figures.mtbf, "no_outages")
        case "mttr":
            return _decide_mean(objective, figures.mttr, "no_outages")
        case _:
            return _decide_mean(objective, figures.mttd, "detection_unknown" if figures.outages else "no_outages")


def _decide_partly_seen(objective: OutageObjective, account: Account) -> Decision:
    """Of several places one may be known to be down while others are silent, so that time known is no fair sample.

    A verdict is given only where it is the same whether all of the unknown time was up or down.
    """
    judged = _count_judged(objective, account)
    if objective.kind == "availability":
        values = [Fraction(judged - down, judged) for down in (account.down, account.down + account.unknown)]
    elif objective.kind == "downtime":
        values = [Fraction(account.down), Fraction(account.down + account.unknown)]
    else:
        return decide_no_data(objective.terms, "gap")
    best, worst = (decide_level(objective.target, value) for value in values)
    return best if best.outcome == worst.outcome else decide_no_data(objective.terms, "gap")


def _decide_mean(objective: OutageObjective, value: Fraction | None, reason: str) -> Decision:
    """A month without outages lacks no evidence, so that nothing is owed for it."""
    if value is None and reason == "no_outages":
        return Decision(None, "no_data", reason)
    if value is None:
        return decide_no_data(objective.terms, reason)
    return decide_level(objective.target, value)
