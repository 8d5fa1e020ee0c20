"""What a business calendar says, as plain frozen values: the input of the calendar compiler.

Holiday sets are read outside the engine (library, iCalendar, a signed agreement) and handed in as dates.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """Opening hours as wall-clock seconds after local midnight of the date the shift belongs to.

    `end` is greater than `start`; beyond 86,400 the shift passes midnight and still belongs to its first date.
    """

    start: int
    end: int


Hours = tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class HolidaySet:
    """Public holidays and make-up workdays (调休) of a region, for the years in which they are published.

    off     dates that are not worked · makeup  dates that are worked although the week says no
    first_year, last_year  inclusive; beyond them nothing is known and no verdict may be given
    source  where the dates come from, shown with the verdict
    """

    region: str
    source: str
    first_year: int
    last_year: int
    off: frozenset[date] = frozenset()
    makeup: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class CalendarSpec:
    """One calendar. For a date the first rule that speaks wins:

    1. `opened` (one-off openings): exactly these hours, whatever week or holidays say
    2. `closed_days`: no hours
    3. a make-up workday of `holidays`: the hours of weekday `makeup_weekday`
    4. a day off of `holidays`: no hours
    5. `weekly` (index 0 = Monday)

    `closed_hours` is then cut out of the hours that belong to that date, not out of the spill-over of the day before.
    `always` means every second of every day; all other fields are then empty.
    """

    name: str
    timezone: str
    always: bool = False
    weekly: tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours] = ((), (), (), (), (), (), ())
    holidays: HolidaySet | None = None
    makeup_weekday: int = 0
    closed_days: frozenset[date] = frozenset()
    closed_hours: tuple[tuple[date, Hours], ...] = ()
    opened: tuple[tuple[date, Hours], ...] = field(default=())
