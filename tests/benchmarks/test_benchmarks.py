"""What benchmarks measure with: made-up evidence in normal form, aims that can be missed, a README with its marks."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from benchmarks import __main__ as command
from benchmarks import readme
from benchmarks.alternatives import OFFICE, BareSearch, MinuteTable
from benchmarks.curves import Curve, Panel, draw_panels
from benchmarks.fresh import Job, run_fresh
from benchmarks.results import Aim, Result, Table, write_markdown
from benchmarks.sample_data import write_samples
from benchmarks.ticket_data import write_tickets
from serval.engine.calendars.calendar import compile_calendar
from serval.engine.calendars.vectors import add_many
from serval.intake.sealed.sample_reading import read_sealed_samples
from serval.intake.sealed.tickets import SealedTickets

LOW, HIGH = 1_735_689_600, 1_861_920_000  # 2025 to 2028
MISSED = Aim("so many times as long", 5, 7.5)


def test_made_up_tickets_are_sealed_in_normal_form_and_always_the_same(tmp_path: Path) -> None:
    first, again = tmp_path / "first.parquet", tmp_path / "again.parquet"
    month = write_tickets(first, 12_000, unusual=0.3)
    assert write_tickets(again, 12_000, unusual=0.3) == month
    assert first.read_bytes() == again.read_bytes()
    items = list(SealedTickets([first]).items())
    assert (len(items), sum(len(item.facts) for item in items)) == (12_000, month.facts)


@pytest.mark.parametrize("unusual", [0.0, 0.01, 0.3])
def test_as_many_tickets_are_unusual_as_were_asked_for(tmp_path: Path, unusual: float) -> None:
    write_tickets(tmp_path / "month.parquet", 10_000, unusual=unusual)
    found = 0
    for item in SealedTickets([tmp_path / "month.parquet"]).items():
        said = [(fact.kind, fact.name) for fact in item.facts]
        found += said.count(("state", "resolved")) > 1
        found += ("state", "cancelled") in said
        found += said.count(("field", "priority")) > 1
    assert found == pytest.approx(10_000 * unusual, rel=0.25)


def test_made_up_samples_are_sealed_in_normal_form(tmp_path: Path) -> None:
    probed = write_samples(tmp_path / "samples.parquet", 100_000)
    read = read_sealed_samples(tmp_path / "samples.parquet")
    assert (read.earliest, read.latest) == (probed.first, probed.last)


def test_the_bare_ways_give_the_seconds_that_serval_gives() -> None:
    calendar = compile_calendar(OFFICE)
    spans = calendar.open_spans(LOW, HIGH)
    generator = np.random.default_rng(2)
    starts, works = generator.integers(LOW + 10**7, HIGH - 10**7, 5_000), generator.integers(60, 144_000, 5_000)
    assert (BareSearch(spans).add(starts, works) == add_many(calendar, starts, works)).all()
    starts, works = starts // 60 * 60, works // 60 * 60
    assert (MinuteTable(spans, LOW, HIGH).add(starts, works) == add_many(calendar, starts, works)).all()


def test_an_aim_is_met_at_its_bound_and_missed_beyond() -> None:
    assert Aim("", 5, 5).is_met
    assert not MISSED.is_met
    assert Aim("", 300, 300, at_least=True).is_met
    assert not Aim("", 300, 299, at_least=True).is_met


def test_a_missed_aim_is_said_with_how_far_it_is_missed() -> None:
    assert "**missed**, 1.50 times the aim" in write_markdown(Result("calendars", (), (MISSED,)))


def test_the_readme_has_a_place_for_every_subject_and_keeps_the_words_around_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = tmp_path / "README.md"
    written.write_text(readme.README.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(readme, "README", written)
    for subject in command.SUBJECTS:
        readme.write_result(Result(subject, (Table(("way", "s"), ((f"way of {subject}", "1"),)),)))
    text = written.read_text(encoding="utf-8")
    assert all(f"| way of {subject} | 1 |" in text for subject in command.SUBJECTS)
    assert text.startswith("# Benchmarks")
    with pytest.raises(ValueError, match="no marks for nothing"):
        readme.write_section("nothing", "")


def test_the_picture_is_well_formed_and_shows_every_point() -> None:
    curve = Curve("Serval & others", "#000000", ((10_000, 0.8), (100_000, 1.1), (10_000_000, 40.0)))
    drawn = ET.fromstring(draw_panels((Panel("seconds", (curve,)),), "rows"))  # noqa: S314 - our own text
    assert len(drawn.findall(".//{http://www.w3.org/2000/svg}circle")) == 3


def test_a_fresh_process_tells_its_answer_and_what_it_cost_and_a_failing_one_why() -> None:
    spent = run_fresh(Job("benchmarks.fresh:read_peak", ()))
    assert 0 < spent.answer <= spent.peak
    assert spent.wall > 0
    with pytest.raises(RuntimeError, match="no_such_function"):
        run_fresh(Job("benchmarks.fresh:no_such_function", ()))
