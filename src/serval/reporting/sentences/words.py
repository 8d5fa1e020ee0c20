"""The words of outcomes, reasons, segments, clock states and metrics."""

from __future__ import annotations

from serval.reporting.catalogue import mark, translate

_OUTCOMES = {
    "met": mark("met"),
    "breached": mark("breached"),
    "no_data": mark("no data"),
    "refused": mark("not judged"),
    "counted": mark("counted"),
    "open": mark("carried over"),
    "superseded": mark("superseded"),
    "excluded": mark("excluded"),
    "bad_data": mark("bad data"),
    "uncounted": mark("left out"),
    "late": mark("still late"),
    "unknown": mark("unknown"),
}

_REASONS = {
    "stopped_in_time": mark("stopped in time"),
    "stopped_late": mark("stopped after the due instant"),
    "due_passed": mark("not stopped by the due instant"),
    "breached_before_leaving": mark("the breach had happened before the item left"),
    "stopped": mark("stopped"),
    "opened": mark("opened"),
    "running": mark("still running"),
    "paused": mark("paused, so there is no due instant"),
    "carried_over": mark("not certain by the end of the period"),
    "superseded": mark("reclassified: another objective judges it now"),
    "reclassified": mark("reclassified"),
    "cancelled": mark("cancelled"),
    "duplicate": mark("found to be a duplicate"),
    "merged": mark("merged into another item"),
    "clock.stop_before_start": mark("the stop lies before the start"),
    "calendar.horizon": mark("beyond the years for which the calendar can be compiled"),
    "calendar.never_opens": mark("the calendar never opens there"),
    "share_reached": mark("the promised share was reached"),
    "share_missed": mark("the promised share was missed"),
    "tolerated": mark("below the share, but within the tolerated number of misses"),
    "limit_kept": mark("the target was kept"),
    "limit_exceeded": mark("the limit was exceeded"),
    "limit_missed": mark("the target was not reached"),
    "below_minimum": mark("fewer items than the agreed minimum"),
    "years_unpublished": mark("holidays of these years are not published"),
    "no_items": mark("no item counted in this period"),
    "amended": mark("the terms changed: another version judges it now"),
    "late_since_earlier": mark("breached in an earlier period and not stopped since"),
    "counting": mark("counts for the rate"),
    "not_counting": mark("does not count for the rate"),
    "satisfied": mark("satisfied"),
    "unsatisfied": mark("not satisfied"),
    "unanswered": mark("not answered"),
    "answered": mark("answered"),
    "promoter": mark("promoter (9 or 10)"),
    "passive": mark("passive (7 or 8)"),
    "detractor": mark("detractor (0 to 6)"),
    "off_scale": mark("the answer lies outside the agreed scale"),
    "no_answers": mark("no survey was answered in this period"),
    "measured": mark("measured"),
    "evidence_missing": mark("the figure came without its evidence"),
    "figure_missing": mark("the entry holds no figure"),
    "figure_impossible": mark(
        "the figure cannot be: more good ones than all, no percentage from 0 % to 100 %, or a count where a number is "
        "agreed"
    ),
    "figure_without_percent": mark(
        "a percentage is agreed, but the figure has no percent sign: write 93.2%, or unit: percent under constants in "
        "the mapping"
    ),
    "figures_contradict": mark("two figures of the same instant contradict each other"),
    "several_figures": mark("several figures, and the terms do not say how to combine them"),
    "no_figures": mark("no figure came for this period"),
    "nothing_due": mark("nothing fell due in this period"),
    "done_in_time": mark("done in time"),
    "done_late": mark("done after the due instant"),
    "outage": mark("outage"),
    "faulty_slot": mark("slot with errors"),
    "too_short": mark("shorter than the shortest outage that counts"),
    "never_reported": mark("never reported, and outages count from their report"),
    "before_report": mark("over before it was reported"),
    "off_hours": mark("outside service hours"),
    "excluded": mark("excluded with approval"),
    "unknown": mark("nothing is known of this time"),
    "known_too_little": mark("less time is known than agreed"),
    "gap": mark("samples are missing for longer than a gap may be"),
    "not_observed": mark("neither samples nor outages were given"),
    "denominator_zero": mark("nothing to divide by: no agreed time or no request in this period"),
    "no_outages": mark("no outage in this period"),
    "detection_unknown": mark("for no outage is it known when it was detected"),
    "maintenance": mark("planned maintenance"),
    "client_caused": mark("caused by the client"),
    "force_majeure": mark("force majeure"),
    "waiting_client": mark("waiting for the client"),
    "waiting_supplier": mark("waiting for a supplier"),
    "waiting_approval": mark("waiting for an approval"),
    "waiting_change": mark("waiting for a change"),
    "waiting_evidence": mark("waiting for evidence"),
    "waiting_hold": mark("put on hold"),
    "waiting_problem": mark("waiting for the solution of a problem"),
    "resolved": mark("resolved"),
    "closed": mark("closed"),
    "open": mark("open"),
    "first_response": mark("first response"),
    "agent_message": mark("message to the client"),
    "client_message": mark("message of the client"),
    "automatic_reply": mark("automatic reply"),
    "arrived": mark("arrived on site"),
    "delivered": mark("delivered"),
    "accepted": mark("accepted"),
    "confirmed": mark("confirmed by the client"),
    "reopened": mark("reopened"),
}

_STATES = {
    "running": mark("running"),
    "paused": mark("paused"),
    "off_hours": mark("outside service hours"),
    "stopped": mark("stopped"),
    "left": mark("left"),
}

_REOPENINGS = {
    "resume": mark("the clock goes on"),
    "restart": mark("the clock starts anew"),
    "ignore": mark("nothing changes"),
}

_METRICS = {
    "clock": mark("time limit"),
    "count": mark("number of events"),
    "rate": mark("rate of events"),
    "availability": mark("availability"),
    "downtime": mark("downtime"),
    "outages": mark("number of outages"),
    "mtbf": mark("mean time between failures (MTBF)"),
    "mttr": mark("mean time to repair (MTTR)"),
    "mttd": mark("mean time to detect (MTTD)"),
    "satisfaction": mark("satisfaction"),
    "measure": mark("measured figure"),
    "obligation": mark("obligations met in time"),
}


def name_outcome(code: str) -> str:
    return translate(_OUTCOMES[code]) if code in _OUTCOMES else code


def name_reason(code: str) -> str:
    """The words of a reason; reasons that a mapping names itself are shown as they are."""
    return translate(_REASONS[code]) if code in _REASONS else code.replace("_", " ")


def name_state(code: str) -> str:
    return translate(_STATES[code]) if code in _STATES else code


def name_reopening(code: str) -> str:
    """What a reopening does to a clock."""
    return translate(_REOPENINGS[code]) if code in _REOPENINGS else code


def name_metric(kind: str) -> str:
    """What a kind of promise measures."""
    return translate(_METRICS[kind]) if kind in _METRICS else kind


def name_basis(basis: str) -> str:
    """What set the target of a ledger's row where its objective alone did not; empty where it did."""
    if not basis:
        return ""
    if basis == "extension":
        return translate("extended with the client's consent")
    return translate("judged here rather than by {objectives}").format(objectives=basis)
