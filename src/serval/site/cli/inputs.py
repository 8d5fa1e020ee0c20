"""What commands read: terms, holidays, mappings and evidence, named on the command line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from serval.engine.calendars.compile import local_midnight
from serval.engine.calendars.spec import HolidaySet
from serval.engine.dates import day_after
from serval.engine.errors import Problem, ServalError, TermsError
from serval.engine.instants import to_instant
from serval.engine.terms import Agreement, compile_versions, load_terms
from serval.engine.terms.calendars import CalendarTerms
from serval.intake.mapping import Mapping, load_mapping
from serval.intake.presets import list_presets, load_preset
from serval.intake.wallclock import TimeFault, WallClock, count_wall_seconds


class InputError(ServalError):
    """Something named on the command line cannot be used."""


def read_text(path: Path) -> str:
    """A UTF-8 text file. Raises InputError `file.not_found`, `file.unreadable` or `file.not_utf8`."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError(Problem("file.not_found", {"file": str(path)})) from None
    except UnicodeDecodeError as error:
        raise InputError(Problem("file.not_utf8", {"file": str(path), "value": error.start})) from None
    except IsADirectoryError:
        raise InputError(Problem("file.not_a_file", {"file": str(path)})) from None
    except OSError as error:
        raise InputError(Problem("file.unreadable", {"file": str(path), "reason": error.strerror})) from None


def load_agreement(path: Path, holidays: Sequence[str] = ()) -> Agreement:
    """Terms from a file, compiled, with the public holidays of every region they name."""
    return load_versions([path], holidays)


def load_versions(paths: Sequence[Path], holidays: Sequence[str] = (), *, restate: bool = True) -> Agreement:
    """The versions of one agreement's terms, each from a file, compiled together."""
    documents = [load_terms(read_text(path), source=str(path)) for path in paths]
    calendars = [calendar for terms in documents for calendar in terms.calendars.values()]
    first = min(terms.effective.from_.year for terms in documents)
    last = max(terms.effective.until.year for terms in documents)
    try:
        known = resolve_holidays(calendars, holidays, range(first - 1, last + 2))
        return compile_versions(documents, known, restate=restate)
    except TermsError as error:
        raise TermsError(error.problems, source=", ".join(map(str, paths))) from None


def resolve_holidays(calendars: Iterable[CalendarTerms], named: Sequence[str], years: range) -> dict[str, HolidaySet]:
    """The holiday set of each region: from `REGION=FILE.ics` where given, else from the library."""
    given = dict(_split_holidays(entry) for entry in named)
    regions = {calendar.holidays for calendar in calendars if isinstance(calendar.holidays, str)}
    if not regions:
        return {}
    # Both libraries are slow to load, and most calendars need neither.
    from serval.intake.holidays import region_holidays
    from serval.intake.ics import read_ics

    return {
        region: read_ics(given[region], region=region) if region in given else region_holidays(region, years)
        for region in sorted(regions)
    }


def find_holiday_file(entry: str) -> Path:
    """The file that `REGION=FILE.ics` names. Raises InputError `cli.holidays`."""
    return _split_holidays(entry)[1]


def _split_holidays(entry: str) -> tuple[str, Path]:
    region, equals, name = entry.partition("=")
    if not equals or not region or not name:
        raise InputError(Problem("cli.holidays", {"value": entry}))
    return region, Path(name)


def find_mapping(name: str) -> Mapping:
    """A mapping from a file, or a preset by its name. Raises InputError `cli.mapping_unknown`."""
    path = Path(name)
    if path.is_file():
        return load_mapping(path)
    if name in list_presets():
        return load_preset(name)
    presets = sorted(list_presets())
    near = difflib.get_close_matches(name, presets, n=5, cutoff=0.4)
    known = [*near, *(preset for preset in presets if preset not in near)]
    raise InputError(Problem("cli.mapping_unknown", {"value": name, "known": known}))


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PERIOD = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")


def parse_period(text: str, agreement: Agreement) -> tuple[int, int]:
    """`2016-04`, `2016-Q2` or `2016` in the agreement's zone, as half-open instants."""
    found = _PERIOD.fullmatch(text)
    if not found:
        raise InputError(Problem("cli.period", {"value": text}))
    year, quarter, month = int(found[1]), found[2], found[3]
    if not 1 <= year <= 9990:
        raise InputError(Problem("cli.period", {"value": text}))
    first, months = 1, 12
    if quarter:
        first, months = int(quarter) * 3 - 2, 3
    elif month:
        first, months = int(month), 1
    after = first + months
    start = local_midnight(date(year, first, 1), agreement.zone)
    end = local_midnight(date(year + (after > 12), after - 12 if after > 12 else after, 1), agreement.zone)
    return start, end


def parse_day(text: str, agreement: Agreement, *, after: bool = False) -> int:
    """The beginning of a local date, or with `after` the beginning of the next one."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InputError(Problem("cli.date", {"value": text})) from None
    return local_midnight(day_after(day) if after else day, agreement.zone)


def read_until(text: str, agreement: Agreement) -> int | None:
    """Up to when evidence is complete, as typed; None where nothing was typed.

    A time without an offset is one of the agreement's zone, a date stands for its end: the beginning of the next one.
    Raises InputError `cli.as_of`, also for a time that a change of the clocks leaves out or repeats.
    """
    if not text:
        return None
    if _DAY.fullmatch(text):
        return parse_day(text, agreement, after=True)
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return to_instant(moment)
        second = moment.hour * 3_600 + moment.minute * 60 + moment.second
        wall = count_wall_seconds(moment.year, moment.month, moment.day, second)
        return WallClock(agreement.zone).find_instant(wall)
    except (ValueError, TimeFault):
        raise InputError(Problem("cli.as_of", {"value": text, "zone": agreement.zone.key})) from None
