"""Random calendars around awkward dates: every zone here changes its clock inside the span that is asked about."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from serval.engine.calendars.spec import CalendarSpec, HolidaySet, Hours, Shift

MINUTE, HOUR, DAY = 60, 3600, 86_400


class Setting(NamedTuple):
    """A zone, a date to put in the middle, and the step in which its clock and our boundaries move."""

    zone: str
    middle: date
    step: int


IN_MINUTES = (
    Setting("UTC", date(2024, 2, 29), MINUTE),
    Setting("Europe/Berlin", date(2026, 3, 29), MINUTE),
    Setting("Europe/Berlin", date(2026, 10, 25), MINUTE),
    Setting("America/New_York", date(2024, 11, 3), MINUTE),
    Setting("America/New_York", date(2024, 3, 10), MINUTE),
    Setting("Australia/Lord_Howe", date(2026, 4, 5), MINUTE),
    Setting("Australia/Lord_Howe", date(2026, 10, 4), MINUTE),
    Setting("Pacific/Apia", date(2011, 12, 30), MINUTE),
    Setting("America/Sao_Paulo", date(2015, 2, 22), MINUTE),
    Setting("America/Sao_Paulo", date(2015, 10, 18), MINUTE),
    Setting("Asia/Tehran", date(2015, 3, 22), MINUTE),
    Setting("Asia/Tehran", date(2015, 9, 22), MINUTE),
    Setting("Asia/Shanghai", date(1988, 4, 17), MINUTE),
    Setting("Asia/Shanghai", date(2025, 12, 31), MINUTE),
    Setting("Asia/Kolkata", date(2024, 12, 31), MINUTE),
    Setting("Africa/Casablanca", date(2024, 3, 10), MINUTE),
    Setting("Africa/Casablanca", date(2024, 4, 14), MINUTE),
    Setting("Pacific/Kwajalein", date(1993, 8, 21), MINUTE),
    Setting("America/Juneau", date(1983, 10, 30), MINUTE),
)
IN_SECONDS = (
    Setting("Asia/Shanghai", date(1901, 1, 1), 1),
    Setting("Africa/Monrovia", date(1972, 1, 7), 1),
    Setting("Europe/Berlin", date(1893, 4, 1), 1),
    Setting("Europe/Berlin", date(2026, 10, 25), 1),
    Setting("America/New_York", date(1883, 11, 18), 1),
    Setting("Asia/Kathmandu", date(1986, 1, 1), 1),
)


def random_spec(random: Random, setting: Setting, *, days: int) -> CalendarSpec:
    """A calendar with exceptions of every kind within `days` of the middle."""
    near = [setting.middle + timedelta(days=n) for n in range(-days, days + 1)]
    step = setting.step
    if random.random() < 0.03:
        return CalendarSpec("random", setting.zone, always=True)
    return CalendarSpec(
        name="random",
        timezone=setting.zone,
        weekly=_random_week(random, step),
        holidays=_random_holidays(random, near) if random.random() < 0.6 else None,
        makeup_weekday=random.randrange(7),
        closed_days=frozenset(random.sample(near, k=random.randrange(3))),
        closed_hours=tuple((day, random_hours(random, step)) for day in random.sample(near, k=random.randrange(4))),
        opened=_random_openings(random, setting, near),
    )


def _random_week(random: Random, step: int) -> tuple[Hours, ...]:
    """Seven days, one in five closed, but never all of them: a calendar that never opens answers nothing."""
    week = [random_hours(random, step) if random.random() < 0.8 else () for _ in range(7)]
    week[random.randrange(7)] = random_hours(random, step)
    return tuple(week)


def random_hours(random: Random, step: int) -> Hours:
    """Up to three shifts that may overlap, touch, pass midnight, cover the day or begin in a DST hour."""
    shape = random.random()
    if shape < 0.15:
        return (Shift(0, DAY),)
    if shape < 0.35:
        return (_night_shift(random),)
    shifts = []
    for _ in range(random.randint(1, 3)):
        start = random.randrange(0, DAY, random.choice([step, 15 * MINUTE, HOUR]))
        length = random.randint(1, 10 * HOUR // step) * step
        shifts.append(Shift(start, start + (3 * length if random.random() < 0.1 else length)))
    return tuple(shifts)


def _night_shift(random: Random) -> Shift:
    """A shift with a boundary in the hours in which clocks are changed."""
    start = random.randrange(0, 4 * HOUR, 15 * MINUTE)
    return Shift(start, start + random.choice([15, 30, 60, 75, 600]) * MINUTE)


def _random_openings(random: Random, setting: Setting, near: list[date]) -> tuple[tuple[date, Hours], ...]:
    """Openings on random dates; often one in the night in which the clock is changed."""
    days = random.sample(near, k=random.randrange(3))
    openings = [(day, random_hours(random, setting.step)) for day in days]
    if random.random() < 0.4:
        openings.append((setting.middle, (_night_shift(random),)))
    return tuple(openings)


def _random_holidays(random: Random, near: list[date]) -> HolidaySet:
    off = frozenset(random.sample(near, k=min(len(near), random.randrange(6))))
    makeup = frozenset(random.sample(near, k=min(len(near), random.randrange(4))))
    first, last = near[0].year - 1, near[-1].year + 1
    return HolidaySet("XX", "random", first, last, off, makeup)
