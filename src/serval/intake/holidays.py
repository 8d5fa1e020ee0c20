"""Public holidays and make-up workdays of a region, as dates with the years in which they are published.

The library goes on guessing where nothing is published yet; here those years are refused, so that no verdict
rests on a guess.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from importlib.metadata import version

import holidays as library

from serval.engine.calendars.spec import HolidaySet
from serval.engine.errors import Problem
from serval.intake.errors import IntakeError

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


def region_holidays(region: str, years: range) -> HolidaySet:
    """Days off and make-up workdays of a region (`CN`, `DE`, `US-NY`) in those of `years` that are known.

    `first_year` and `last_year` of the result are the years handed out, without a gap from the first known one asked
    for. Raises IntakeError `holidays.unknown_region` or, when no year asked for is known, `holidays.not_published`.
    """
    country, dash, subdivision = region.upper().partition("-")
    _check_region(region, country, subdivision if subdivision or not dash else dash)
    known = [year for year in sorted(set(years)) if _is_known(country, subdivision, year)]
    if not known:
        data = {"region": region, "years": sorted(set(years)), "known": _known_bounds(country, subdivision)}
        raise IntakeError(Problem("holidays.not_published", data))
    first = last = known[0]
    while last + 1 in known:
        last += 1
    return _collect(region.upper(), country, subdivision, range(first, last + 1))


def _check_region(region: str, country: str, subdivision: str) -> None:
    with suppress(NotImplementedError):
        bare = library.country_holidays(country)
        if bare.country == country and (not subdivision or subdivision in bare.subdivisions):
            return
    # Slow: it loads every country. Only a refusal needs the whole list.
    supported = library.list_supported_countries(include_aliases=False)
    names = [*supported, *(f"{name}-{part}" for name, parts in supported.items() for part in parts)]
    near = difflib.get_close_matches(region.upper(), names, n=3)
    raise IntakeError(Problem("holidays.unknown_region", {"region": region, "near": near}))


def _load(country: str, subdivision: str, *years: int) -> library.HolidayBase:
    """Holidays named in the region's own language, whatever the language of the machine."""
    bare = library.country_holidays(country, subdiv=subdivision or None)
    within = [year for year in years if bare.start_year <= year <= bare.end_year]
    if not within:
        return bare
    return library.country_holidays(
        country, subdiv=subdivision or None, years=within, expand=False, language=bare.default_language
    )


def _is_known(country: str, subdivision: str, year: int) -> bool:
    """Whether the dates of a year follow from law or from a published table.

    Regions that shift working days are known as far as the library's table of shifts reaches; a year with any date
    marked as estimated (a moon not yet seen) is not known.
    """
    holidays = _load(country, subdivision, year)
    if year not in holidays.years:
        return False
    shifted = _years_with_shifts(holidays)
    if shifted and not min(shifted) <= year <= max(shifted):
        return False
    marks = [
        [part.strip() for part in getattr(holidays, name).split("%s") if part.strip()]
        for name in dir(holidays)
        if "estimated" in name and name.endswith("label")
    ]
    return not any(all(part in name for part in mark) for mark in marks for name in holidays.values())


def _years_with_shifts(holidays: library.HolidayBase) -> set[int]:
    """Years for which the library has a table of days worked in exchange for days off."""
    if not getattr(holidays, "has_substituted_holidays", False):
        return set()
    years = set()
    for year, entries in holidays.special_public_holidays.items():
        listed = entries if isinstance(entries[0], tuple) else (entries,)
        if any(len(entry) >= 4 and all(isinstance(part, int) for part in entry) for entry in listed):
            years.add(year)
    return years


def _known_bounds(country: str, subdivision: str) -> dict[str, int]:
    """First and last year that could be handed out at all."""
    holidays = _load(country, subdivision)
    shifted = _years_with_shifts(holidays)
    if shifted:
        return {"first": min(shifted), "last": max(shifted)}
    return {"first": holidays.start_year, "last": holidays.end_year}


def _collect(region: str, country: str, subdivision: str, years: range) -> HolidaySet:
    # A shift may be worked in the year before or after the day off it pays for.
    holidays = _load(country, subdivision, *range(years.start - 1, years.stop + 1))
    makeup = {day for day in holidays.weekend_workdays if day.year in years}
    off = {day for day in holidays if day.year in years} - makeup
    if country == "CN":
        off |= {day for day in _weekends_beside(off, makeup, years) if day.year in years}
    source = f"holidays {version('holidays')}, {region}"
    return HolidaySet(region, source, years.start, years.stop - 1, frozenset(off), frozenset(makeup))


def _weekends_beside(off: set[date], makeup: set[date], years: range) -> Iterator[date]:
    """Weekend days that touch days off: the notices name whole periods, the library leaves their weekends out.

    Without them a calendar that works on Saturdays would work in the middle of the National Day week.
    """
    for day in (*off, date(years.stop, 1, 1)):
        for step in (_ONE_DAY, -_ONE_DAY):
            neighbour = day + step
            while neighbour.weekday() >= _SATURDAY and neighbour not in makeup:
                yield neighbour
                neighbour += step
