"""Processing time divides into its phases, each in working time without pauses (requirement SL-16)."""

from __future__ import annotations

import json

from serval.engine.evidence import Fact, build_item
from serval.engine.instants import parse_instant
from serval.engine.terms import compile_terms, load_terms
from serval.engine.verdicts import Range, Verdict, judge_items


def at(text: str) -> int:
    return parse_instant(f"2026-05-{text}Z")


def judge(*facts: Fact, phases: list[str]) -> Verdict:
    terms = {
        "apiVersion": "serval/v1",
        "kind": "Agreement",
        "metadata": {"number": "P", "title": "Phases"},
        "parties": {"provider": "p", "client": "c"},
        "effective": {"from": "2026-05-01", "until": "2026-05-31", "timezone": "UTC"},
        "calendars": {"office": {"weekly": {"mon-fri": ["09:00-17:00"]}}},
        "clocks": {
            "solve": {
                "start": "opened",
                "stop": "resolved",
                "pause": ["waiting_client"],
                "reopen": "resume",
                "phases": phases,
            }
        },
        "objectives": [
            {
                "id": "solved",
                "metric": "clock.solve",
                "target": {"within": "8h", "all": True},
                "calendar": "office",
                "period": "month",
            }
        ],
    }
    agreement = compile_terms(load_terms(json.dumps(terms)))
    items = [build_item("T-1", facts)]
    (verdict,) = judge_items(agreement, items, Range(agreement.start, agreement.end), now=agreement.end).verdicts
    return verdict


OPENED = Fact(at("04T09:00:00"), "event", "opened")
IDENTIFIED = Fact(at("04T10:00:00"), "event", "identified")
ANALYSED = Fact(at("04T16:00:00"), "event", "analysed")
WAITING = [Fact(at("04T11:00:00"), "state", "waiting_client"), Fact(at("04T13:00:00"), "state", "open")]
RESOLVED = Fact(at("05T10:00:00"), "state", "resolved")
PHASES = ["identified", "analysed"]


def test_each_phase_has_its_working_time_without_pauses_and_nights() -> None:
    verdict = judge(OPENED, IDENTIFIED, *WAITING, ANALYSED, RESOLVED, phases=PHASES)
    assert verdict.phases == (("identified", 3600), ("analysed", 4 * 3600), ("", 2 * 3600))


def test_the_phases_add_up_to_the_working_time_of_the_clock() -> None:
    verdict = judge(OPENED, IDENTIFIED, *WAITING, ANALYSED, RESOLVED, phases=PHASES)
    assert sum(seconds for _, seconds in verdict.phases) == 7 * 3600


def test_an_event_that_did_not_happen_leaves_its_time_to_the_next_phase() -> None:
    verdict = judge(OPENED, ANALYSED, RESOLVED, phases=PHASES)
    assert verdict.phases == (("identified", 0), ("analysed", 7 * 3600), ("", 2 * 3600))


def test_an_event_out_of_its_turn_ends_nothing() -> None:
    early = Fact(at("04T09:30:00"), "event", "analysed")
    verdict = judge(OPENED, early, IDENTIFIED, RESOLVED, phases=PHASES)
    assert verdict.phases == (("identified", 3600), ("analysed", 0), ("", 8 * 3600))


def test_a_clock_that_has_not_stopped_and_terms_without_phases_report_none() -> None:
    assert judge(OPENED, IDENTIFIED, phases=PHASES).phases == ()
    assert judge(OPENED, IDENTIFIED, RESOLVED, phases=[]).phases == ()
