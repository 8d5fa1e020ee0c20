"""`serval calendar show|add|subtract|between`: one calendar, asked directly or in batches."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from serval.engine.calendars.calendar import Calendar, compile_calendar
from serval.engine.durations import Duration, parse_duration
from serval.engine.errors import Problem
from serval.engine.instants import parse_instant, to_datetime
from serval.engine.terms import load_calendar
from serval.engine.terms.calendars import CalendarDocument, build_spec
from serval.reporting.catalogue import mark
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_working
from serval.site.cli.batch import Batch
from serval.site.cli.inputs import InputError, read_text, resolve_holidays
from serval.site.cli.options import HolidaysOption, JsonOption
from serval.site.cli.views.calendar import print_month

ALL_YEARS = range(1900, 2101)

CalendarOption = Annotated[
    Path | None,
    typer.Option("--calendar", metavar="FILE", help=mark("File with one calendar as in terms, with its timezone.")),
]
BatchOption = Annotated[
    Path | None,
    typer.Option(
        "--batch",
        metavar="FILE.jsonl",
        help=mark(
            "File of JSON lines with start and work_seconds, or start and end; - reads standard input. "
            "Each line may carry its own calendar."
        ),
    ),
]
INSTANT_HELP = mark("Instant with offset: 2026-05-04T09:00:00+08:00")
StartArgument = Annotated[str, typer.Argument(metavar="START", help=INSTANT_HELP)]
EndArgument = Annotated[str, typer.Argument(metavar="END", help=INSTANT_HELP)]
WorkArgument = Annotated[str, typer.Argument(metavar="WORK", help=mark("Working time: 8h, 1h30m, 5wd, 28800"))]


def build() -> typer.Typer:
    """The group of commands about calendars."""
    app = typer.Typer(help=_("Ask a business calendar."), no_args_is_help=True)
    app.command(
        "show",
        help=_("Show the hours of a month and why a day is open or closed."),
        epilog=_("Example: serval calendar show --calendar office.yaml --month 2026-05"),
    )(show)
    app.command(
        "add",
        help=_("The instant at which an amount of working time has passed."),
        epilog=_("Example: serval calendar add --calendar office.yaml 2026-05-04T17:00:00+08:00 8h"),
    )(add)
    app.command(
        "subtract",
        help=_("The instant from which an amount of working time leads to another."),
        epilog=_("Example: serval calendar subtract --calendar office.yaml 2026-05-06T18:00:00+08:00 8h"),
    )(subtract)
    app.command(
        "between",
        help=_("The working time between two instants; negative when they are reversed."),
        epilog=_("Example: serval calendar between --calendar office.yaml --batch pairs.jsonl"),
    )(between)
    return app


def open_calendar(path: Path | None, holidays: list[str]) -> Calendar:
    """The calendar of a file. Raises InputError `cli.calendar_missing`, or what is wrong with the file."""
    if path is None:
        raise InputError(Problem("cli.calendar_missing"))
    return compile_document(load_calendar(read_text(path), source=str(path)), holidays, name=path.stem)


def compile_document(document: CalendarDocument, holidays: list[str], *, name: str = "calendar") -> Calendar:
    """A calendar document compiled, its region's holidays resolved for every year that is known."""
    resolved = resolve_holidays([document], holidays, ALL_YEARS)
    return compile_calendar(build_spec(name, document, document.timezone, resolved))


def show(
    calendar: CalendarOption = None,
    month: Annotated[
        str, typer.Option("--month", metavar="2026-05", help=mark("Month to show: 2026-05. Default: this month."))
    ] = "",
    holidays: HolidaysOption = [],
) -> int:
    opened = open_calendar(calendar, holidays)
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", month)
    if month and (not found or not 1 < int(found[1]) < 9998):
        raise InputError(Problem("cli.month", {"value": month}))
    today = datetime.now(UTC).astimezone(opened.zone).date()
    first = date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)
    print_month(opened, first)
    return 0


def add(
    start: StartArgument = "",
    work: WorkArgument = "",
    calendar: CalendarOption = None,
    batch: BatchOption = None,
    holidays: HolidaysOption = [],
    as_json: JsonOption = False,
) -> int:
    if batch is not None:
        return _run_batch("add", batch, calendar, holidays, words=start + work)
    opened, begin = open_calendar(calendar, holidays), _instant(start)
    return _answer_instant(opened, begin, _move(opened, begin, work, opened.add, 1), as_json=as_json)


def subtract(
    start: StartArgument = "",
    work: WorkArgument = "",
    calendar: CalendarOption = None,
    batch: BatchOption = None,
    holidays: HolidaysOption = [],
    as_json: JsonOption = False,
) -> int:
    if batch is not None:
        return _run_batch("subtract", batch, calendar, holidays, words=start + work)
    opened, begin = open_calendar(calendar, holidays), _instant(start)
    return _answer_instant(opened, begin, _move(opened, begin, work, opened.subtract, -1), as_json=as_json)


def between(
    start: StartArgument = "",
    end: EndArgument = "",
    calendar: CalendarOption = None,
    batch: BatchOption = None,
    holidays: HolidaysOption = [],
    as_json: JsonOption = False,
) -> int:
    if batch is not None:
        return _run_batch("between", batch, calendar, holidays, words=start + end)
    opened, begin, finish = open_calendar(calendar, holidays), _instant(start), _instant(end)
    seconds = opened.between(begin, finish)
    text = _("{seconds} s ({length})").format(seconds=seconds, length=show_working(seconds))
    _answer({"work_seconds": seconds}, text, is_known=opened.is_known(begin, finish), as_json=as_json)
    return 0


def _instant(text: str) -> int:
    if not text:
        raise InputError(Problem("cli.instant_missing"))
    return parse_instant(text)


def _move(calendar: Calendar, start: int, work: str, step: Callable[[int, int], int], sign: int) -> int:
    if not work:
        raise InputError(Problem("cli.work_missing"))
    duration = parse_duration(work) or (Duration(int(work), "s") if re.fullmatch(r"-?\d{1,12}", work) else None)
    if duration is None:
        raise InputError(Problem("terms.duration", {"value": work}))
    if duration.unit == "s":
        return step(start, duration.amount)
    return calendar.add_days(start, sign * duration.amount, duration.unit)


def _answer_instant(calendar: Calendar, start: int, instant: int, *, as_json: bool) -> int:
    text = to_datetime(instant).astimezone(calendar.zone).isoformat()
    _answer({"end": text}, text, is_known=calendar.is_known(start, instant), as_json=as_json)
    return 0


def _answer(values: dict[str, Any], text: str, *, is_known: bool, as_json: bool) -> None:
    """One answer; beyond the published holiday years it says that it is provisional."""
    if as_json:
        sys.stdout.write(json.dumps(values if is_known else {**values, "provisional": True}) + "\n")
    else:
        note = "" if is_known else " " + _("(provisional: holidays of that year are not published)")
        sys.stdout.write(text + note + "\n")


def _run_batch(verb: str, batch: Path, calendar: Path | None, holidays: list[str], *, words: str) -> int:
    if words:
        raise InputError(Problem("cli.batch_and_words"))
    default = open_calendar(calendar, holidays) if calendar is not None else None
    runner = Batch(verb, default, lambda document: compile_document(document, holidays))
    try:
        with _open_lines(batch) as lines:
            return runner.run(lines, sys.stdout)
    except UnicodeDecodeError as error:
        raise InputError(Problem("file.not_utf8", {"file": str(batch), "value": error.start})) from None


def _open_lines(batch: Path) -> AbstractContextManager[Iterable[str]]:
    """The lines of a file, or of standard input for `-`. Raises InputError `file.…`."""
    if str(batch) == "-":
        return nullcontext(sys.stdin)
    try:
        return batch.open(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(Problem("file.not_found", {"file": str(batch)})) from None
    except IsADirectoryError:
        raise InputError(Problem("file.not_a_file", {"file": str(batch)})) from None
    except OSError as error:
        raise InputError(Problem("file.unreadable", {"file": str(batch), "reason": error.strerror})) from None
