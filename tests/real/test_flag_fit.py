"""What one fitted threshold explains of the incident log's flag: every figure of docs/engine/real-logs.md."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from serval.engine.calendars.calendar import Calendar
from serval.engine.calendars.vectors import between_many
from tests.real.flag_fit import (
    PRIORITIES,
    Fit,
    Incidents,
    around_the_clock,
    fit_cut,
    measure,
    office,
    read_incidents,
)
from tests.real.page import PAGE, hours, percent, read_table


@pytest.fixture(scope="module")
def incidents(shared: Path) -> Incidents:
    return read_incidents(shared)


@pytest.fixture(scope="module")
def long_office() -> Calendar:
    return office(8, 20)


def fit_resolving(incidents: Incidents, calendar: Calendar) -> Fit:
    has = incidents.resolved > 0
    return fit_cut(between_many(calendar, incidents.opened[has], incidents.resolved[has]), incidents.within[has])


def test_the_page_states_the_best_threshold_of_each_way_to_measure(incidents: Incidents, long_office: Calendar) -> None:
    ways = {
        ("closing", "Mon–Fri 08–20", "counts"): fit_cut(measure(long_office, incidents), incidents.within),
        ("closing", "Mon–Fri 08–18", "counts"): fit_cut(measure(office(8, 18), incidents), incidents.within),
        ("closing", "24×7", "counts"): fit_cut(measure(around_the_clock(), incidents), incidents.within),
        ("closing", "Mon–Fri 08–20", "taken out"): fit_cut(
            measure(long_office, incidents, pausing=True), incidents.within
        ),
        ("resolving (where the log has it)", "Mon–Fri 08–20", "counts"): fit_resolving(incidents, long_office),
    }
    expected = [(*way, hours(fit.cut), percent(fit.agreed, fit.of, 2)) for way, fit in ways.items()]
    assert read_table("measured from opening to", 5) == expected


def test_the_page_states_the_best_threshold_of_each_priority(incidents: Incidents, long_office: Calendar) -> None:
    spent, rows, agreed = measure(long_office, incidents), [], 0
    for name in PRIORITIES:
        chosen = incidents.choose(name)
        fit, within = fit_cut(spent[chosen], incidents.within[chosen]), int(incidents.within[chosen].sum())
        alike = max(within, fit.of - within)
        agreed += fit.agreed
        rows.append((name, hours(fit.cut), percent(fit.agreed, fit.of, 2), percent(alike, fit.of, 2)))
    assert read_priorities() == rows
    assert f"agree on {percent(agreed, len(spent), 2)}" in PAGE.read_text(encoding="utf-8")


def read_priorities() -> list[tuple[str, ...]]:
    """The second table of priorities; the first one holds the flag itself."""
    text = PAGE.read_text(encoding="utf-8").split("| priority | fitted threshold", 1)[1]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in text.splitlines()[2:6]]


def test_the_page_says_how_many_incidents_one_threshold_leaves_unexplained(
    incidents: Incidents, long_office: Calendar
) -> None:
    fit = fit_cut(measure(long_office, incidents), incidents.within)
    text = PAGE.read_text(encoding="utf-8")
    assert f"The {fit.of - fit.agreed} incidents" in text
    assert "fitted, not known" in text
    urgent = incidents.choose("critical") | incidents.choose("high")
    assert f"{int(incidents.within[urgent].sum())} of {int(urgent.sum())} are within" in text


def test_a_threshold_is_found_where_one_decided() -> None:
    spent = np.arange(0, 36_000, 60)
    assert fit_cut(spent, spent <= 14_400) == Fit(14_400, len(spent), len(spent))


def test_control_where_nothing_decided_no_threshold_explains_much() -> None:
    spent = np.arange(0, 36_000, 60)
    fit = fit_cut(spent, (spent // 60) % 2 == 0)
    assert fit.agreed < 0.51 * fit.of
