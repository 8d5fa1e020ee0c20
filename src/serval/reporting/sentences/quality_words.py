"""What is missing in the evidence, in sentences: what no promise speaks of, and what nothing is known of."""

from __future__ import annotations

from collections.abc import Iterator

from serval.engine.verdicts import Scorecard, Verdict
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_working
from serval.reporting.sentences.problems import explain_problem
from serval.reporting.sentences.promise_words import name_promise
from serval.reporting.sentences.scorecard_words import explain_silence, select_verdicts


def list_missing(scorecard: Scorecard) -> Iterator[str]:
    """Everything that a verdict might have rested on and did not; nothing where nothing is missing."""
    evidence = scorecard.evidence
    for number, text in (
        (evidence.unmatched, _("Items that match no objective: {n}.")),
        (evidence.not_covered, _("Clocks that started when the terms were not in force: {n}.")),
        (evidence.outside_periods, _("Clocks that ended in no period that was judged: {n}.")),
    ):
        if number:
            yield text.format(n=number)
    if not evidence.pauses_known:
        yield _("Pauses are unknown: the file has one row per ticket, so waiting time counts as working time.")
    yield from _list_silent(scorecard)
    yield from _list_unjudged(scorecard)
    yield from _list_unknown(scorecard)
    yield from _list_bad(scorecard)


def _list_silent(scorecard: Scorecard) -> Iterator[str]:
    """Promises without data and why, one sentence for all subjects and periods of one reason."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for verdict in select_verdicts(scorecard):
        if verdict.value is None and verdict.outcome != "refused":
            key = (name_promise(verdict.objective), verdict.period.label, explain_silence(verdict))
            found.setdefault(key, []).append(verdict.subject)
    alike: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for (promise, label, reason), subjects in found.items():
        alike.setdefault((promise, reason, tuple(filter(None, subjects))), []).append(label)
    for (promise, reason, named), labels in alike.items():
        text = _("{promise}, {period}: {reason}: {subjects}.") if named else _("{promise}, {period}: {reason}.")
        period, subject = _(", ").join(labels), _(", ").join(named)
        yield text.format(promise=promise, period=period, reason=reason, subjects=subject)


def _list_unjudged(scorecard: Scorecard) -> Iterator[str]:
    for verdict in select_verdicts(scorecard):
        if verdict.refusal is not None:
            text = _("{promise}, {period}: not judged. {problem}")
            problem = explain_problem(verdict.refusal)
            yield text.format(promise=_name(verdict), period=verdict.period.label, problem=problem)


def _list_unknown(scorecard: Scorecard) -> Iterator[str]:
    """Time of which nothing is known, where the rest of it gave a figure."""
    for verdict in select_verdicts(scorecard):
        account = verdict.account
        if account is None or not account.unknown or verdict.value is None:
            continue
        text = _("{promise}, {period}: nothing is known of {length} of the agreed time of {agreed}.")
        yield text.format(
            promise=_name(verdict),
            period=verdict.period.label,
            length=show_working(account.unknown),
            agreed=show_working(account.agreed),
        )


def _list_bad(scorecard: Scorecard) -> Iterator[str]:
    """Cases that count nowhere, since what is known of them cannot be."""
    for verdict in select_verdicts(scorecard):
        if verdict.population.bad_data:
            text = _("{promise}, {period}: left out since their data cannot be: {n}.")
            yield text.format(promise=_name(verdict), period=verdict.period.label, n=verdict.population.bad_data)


def _name(verdict: Verdict) -> str:
    return " · ".join(part for part in (name_promise(verdict.objective), verdict.subject) if part)
