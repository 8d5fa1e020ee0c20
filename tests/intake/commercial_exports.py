"""Exports of Jira Service Management and ServiceNow: the headers their own exports have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tests.intake.export_files import TICKETS, Export, at, names, pick


def jira_time(moment: datetime) -> str:
    """As Jira writes times: 27/Apr/26 8:12 AM."""
    return f"{moment.day}/{moment:%b/%y} {moment.hour % 12 or 12}:{moment:%M %p}"


def _jira(number: int) -> Sequence[Any]:
    state = pick(number, "Waiting for support", "Waiting for customer", "Resolved", "Closed", "In Progress", "Canceled")
    done = jira_time(at(number, 9)) if state in ("Resolved", "Closed", "Canceled") else ""
    return (
        f"Printer {number} is out of ink, please help",
        f"SD-{number + 1}",
        str(10_000 + number),
        pick(number, "Incident", "Service Request"),
        state,
        "SD",
        "Service Desk",
        pick(number, "High", "Medium", "Low"),
        "Done" if done else "",
        f"agent{number % 4}",
        f"user{number % 9}",
        jira_time(at(number, 0)),
        jira_time(at(number, 10)),
        jira_time(at(number, 30)),
        done,
        "printing",
        "",
    )


JIRA = Export(
    name="jira",
    layout="snapshot",
    header=names(
        "Summary|Issue key|Issue id|Issue Type|Status|Project key|Project name|Priority|"
        "Resolution|Assignee|Reporter|Created|Updated|Last Viewed|Resolved|Labels|Labels"
    ),
    row=_jira,
    expected={
        "Issue key": "item",
        "Issue Type": "fields.type",
        "Status": "state",
        "Priority": "fields.priority",
        "Created": "opened",
        "Updated": "at",
        "Resolved": "resolved",
    },
    states={
        "Waiting for support": "open",
        "Waiting for customer": "waiting_client",
        "In Progress": "open",
        "Resolved": "resolved",
        "Closed": "closed",
        "Canceled": "cancelled",
    },
)


def _servicenow(number: int) -> Sequence[Any]:
    state = pick(number, "New", "In Progress", "On Hold", "Resolved", "Closed")
    resolved = at(number, 9) if state in ("Resolved", "Closed") else ""
    closed = at(number, 80) if state == "Closed" else ""
    return (
        f"INC{number:07d}",
        at(number, 0),
        f"Cannot log in {number}",
        f"Abel Tuter {number % 7}",
        pick(number, "1 - Critical", "2 - High", "3 - Moderate"),
        state,
        pick(number, "Software", "Hardware"),
        pick(number, "Service Desk", "Network"),
        f"Beth Anglin {number % 3}",
        at(number, 81),
        "admin",
        resolved,
        closed,
    )


SERVICENOW_WORKBOOK = Export(
    name="servicenow",
    layout="snapshot",
    header=names(
        "Number|Opened|Short description|Caller|Priority|State|Category|Assignment group|"
        "Assigned to|Updated|Updated by|Resolved|Closed"
    ),
    row=_servicenow,
    expected={
        "Number": "item",
        "Opened": "opened",
        "Priority": "fields.priority",
        "State": "state",
        "Category": "fields.category",
        "Assignment group": "fields.group",
        "Updated": "at",
        "Resolved": "resolved",
        "Closed": "closed",
    },
    states={
        "New": "open",
        "In Progress": "open",
        "On Hold": "waiting_hold",
        "Resolved": "resolved",
        "Closed": "closed",
    },
    encoding="",
)

SERVICENOW_CSV = Export(
    name="servicenow-fields",
    layout="snapshot",
    header=names(
        "number|opened_at|short_description|caller_id|priority|state|category|assignment_group|"
        "assigned_to|sys_updated_on|sys_updated_by|resolved_at|closed_at"
    ),
    row=lambda number: [str(cell) for cell in _servicenow(number)],
    expected={
        "number": "item",
        "opened_at": "opened",
        "priority": "fields.priority",
        "state": "state",
        "category": "fields.category",
        "assignment_group": "fields.group",
        "sys_updated_on": "at",
        "resolved_at": "resolved",
        "closed_at": "closed",
    },
    states=SERVICENOW_WORKBOOK.states,
)


def _servicenow_history(row: int) -> Sequence[Any]:
    number, step = divmod(row, 4)
    return (
        f"INC{number:07d}",
        pick(step, "New", "In Progress", "Resolved", "Closed"),
        str(step),
        str(at(number, 0)),
        f"user{step}",
        str(at(number, (0.1, 2, 9, 80)[step])),
        pick(number, "1 - Critical", "3 - Moderate"),
        pick(number, "Service Desk", "Network"),
        str(at(number, 9)),
        str(at(number, 80)),
    )


SERVICENOW_HISTORY = Export(
    name="servicenow-history",
    layout="events",
    header=names(
        "number|state|sys_mod_count|opened_at|sys_updated_by|sys_updated_on|priority|"
        "assignment_group|resolved_at|closed_at"
    ),
    row=_servicenow_history,
    rows=TICKETS * 4,
    expected={
        "number": "item",
        "state": "state",
        "sys_mod_count": "sequence",
        "opened_at": "opened",
        "sys_updated_on": "at",
        "priority": "fields.priority",
        "assignment_group": "fields.group",
    },
    states={"New": "open", "In Progress": "open", "Resolved": "resolved", "Closed": "closed"},
)
