"""Dates that leave verdicts open: holidays known too shortly, amendments dated back."""

from __future__ import annotations

from collections.abc import Iterator

from serval.engine.lint.findings import Remark, note, warn
from serval.engine.lint.papers import Paper


def find_holidays_known_too_shortly(paper: Paper) -> Iterator[Remark]:
    """Holidays for fewer years than the term: beyond them no verdict is given.

    For a named region that is only worth knowing, since its later years are published one by one.
    """
    effective = paper.terms.effective
    for name, calendar in paper.terms.calendars.items():
        holidays = paper.calendars[name].spec.holidays
        if holidays is None or (isinstance(calendar.holidays, str) and calendar.holidays not in paper.holidays):
            continue
        if effective.from_.year < holidays.first_year or effective.until.year > holidays.last_year:
            say = note if isinstance(calendar.holidays, str) else warn
            yield say(
                ("calendars", name, "holidays"),
                "lint.holidays_end",
                calendar=name,
                first=holidays.first_year,
                last=holidays.last_year,
                until=effective.until.isoformat(),
            )


def find_backdating_without_approval(paper: Paper) -> Iterator[Remark]:
    """An amendment agreed after it begins, without both parties' word on the periods that are closed."""
    amendment, effective = paper.terms.amendment, paper.terms.effective
    if amendment is not None and amendment.agreed > effective.from_ and amendment.approvals is None:
        agreed, begins = amendment.agreed.isoformat(), effective.from_.isoformat()
        yield warn(("amendment",), "lint.backdated", agreed=agreed, begins=begins)
