"""The words of outcomes, reasons, segments and clock states."""

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
    "share_reached": mark("the promised share was reached"),
    "share_missed": mark("the promised share was missed"),
    "tolerated": mark("below the share, but within the tolerated number of misses"),
    "limit_kept": mark("the limit was kept"),
    "limit_exceeded": mark("the limit was exceeded"),
    "limit_missed": mark("the number was not reached"),
    "below_minimum": mark("fewer items than the agreed minimum"),
    "years_unpublished": mark("holidays of these years are not published"),
    "no_items": mark("no item counted in this period"),
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
