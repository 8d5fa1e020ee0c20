"""Results as they were stated: a scorecard and its statements read back from plain data, to be set beside others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from serval.engine import ENGINE_VERSION
from serval.engine.calendars.spec import CalendarSpec
from serval.engine.canonical import digest, write_exact
from serval.engine.consequences.statement import Statement
from serval.engine.consequences.writing import write_plain
from serval.engine.errors import EvidenceError, Problem
from serval.engine.instants import parse_instant
from serval.engine.money import Money
from serval.engine.verdicts.rendering import scorecard_document
from serval.engine.verdicts.results import Population, Scorecard

MONEY = ("credits", "payable", "granted", "rewarded", "withheld")
"""What a statement comes to in money: credits before and after caps, what is owed of them, rewards, fee not paid."""


@dataclass(frozen=True, slots=True)
class StatedVerdict:
    """One verdict as it was stated; `value` is exact, `shown` what people read.

    calendar  that of the objective, where the verdict was not read from a file
    """

    objective: str
    subject: str
    period: str
    start: int
    end: int
    target: Mapping[str, Any]
    outcome: str
    reason: str
    value: Fraction | None
    shown: str | None
    population: Population
    provisional: bool
    versions: tuple[str, ...]
    digests: Mapping[str, str]
    digest: str
    calendar: CalendarSpec | None = field(default=None, compare=False)

    @property
    def key(self) -> tuple[str, str, str]:
        return self.objective, self.subject, self.period

    @property
    def result(self) -> tuple[object, ...]:
        """What it says, whatever it rests on."""
        said = (self.start, self.end, self.outcome, self.reason, self.value, self.population, self.provisional)
        return (*said, self.target)


@dataclass(frozen=True, slots=True)
class StatedScorecard:
    """A scorecard as it was stated; `terms` is the digest of all versions it was judged by."""

    number: str
    version: str
    terms: str
    as_of: int
    engine: str
    tzdata: str
    evidence: str
    verdicts: tuple[StatedVerdict, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class StatedStatement:
    """What one settlement period came to.

    money   by the names of MONEY; None where it cannot be reckoned
    points  the score; None where no points are agreed
    claim   where the claim stood; empty without credits
    grounds how many grounds to end the agreement it names
    """

    settlement: str
    start: int
    end: int
    money: Mapping[str, Money | None]
    points: Fraction | None
    claim: str
    grounds: int
    year_left: Money | None
    provisional: bool
    verdicts: tuple[str, ...]
    terms: str
    digest: str

    @property
    def result(self) -> tuple[object, ...]:
        """What it says, whatever it rests on."""
        return (self.start, self.end, dict(self.money), self.points, self.claim, self.grounds, self.provisional)


def state_scorecard(scorecard: Scorecard) -> StatedScorecard:
    """A scorecard that is at hand, as it will be stated."""
    light = replace(scorecard, verdicts=tuple(replace(verdict, breaching=()) for verdict in scorecard.verdicts))
    stated = read_scorecard_document(scorecard_document(light))
    pairs = zip(stated.verdicts, scorecard.verdicts, strict=True)
    return replace(stated, verdicts=tuple(replace(v, calendar=o.objective.calendar.spec) for v, o in pairs))


def state_statements(statements: Iterable[Statement]) -> tuple[StatedStatement, ...]:
    """Statements that are at hand, as they will be stated."""
    return read_statement_documents([write_plain(statement) for statement in statements])


def read_scorecard_document(document: Any) -> StatedScorecard:
    """A scorecard saved as plain data earlier (`scorecard_document`), by this release or an older one.

    Raises EvidenceError `verdict.scorecard_unreadable` for anything else, and `verdict.scorecard_altered` when a
    figure is not the one that was sealed.
    """
    try:
        if (document["apiVersion"], document["kind"]) != ("serval/v1", "Scorecard"):
            raise ValueError(document["kind"])
        stated = StatedScorecard(
            number=document["agreement"]["number"],
            version=document["agreement"]["version"],
            terms=document["agreement"]["digest"],
            as_of=parse_instant(document["asOf"]),
            engine=document["engine"],
            tzdata=document["tzdata"],
            evidence=document["evidence"]["digest"],
            verdicts=tuple(_read_verdict(entry) for entry in document["verdicts"]),
            digest=document["digest"],
        )
    except _UNREADABLE as error:
        raise _refuse(error) from None
    _check_seals(stated)
    return stated


def read_statement_documents(documents: Sequence[Any]) -> tuple[StatedStatement, ...]:
    """Statements saved as plain data earlier. Raises EvidenceError `verdict.scorecard_unreadable`."""
    try:
        return tuple(_read_statement(document) for document in documents)
    except _UNREADABLE as error:
        raise _refuse(error) from None


_UNREADABLE = (ArithmeticError, AttributeError, EvidenceError, LookupError, TypeError, ValueError)


def _refuse(error: Exception) -> EvidenceError:
    return EvidenceError(Problem("verdict.scorecard_unreadable", {"detail": str(error).strip("'\"")}))


def _read_verdict(entry: Any) -> StatedVerdict:
    return StatedVerdict(
        objective=entry["objective"],
        subject=entry["subject"],
        period=entry["period"]["label"],
        start=parse_instant(entry["period"]["start"]),
        end=parse_instant(entry["period"]["end"]),
        target=entry["target"],
        outcome=entry["outcome"],
        reason=entry["reason"],
        value=None if entry["value"] is None else _read_exact(entry["value"]),
        shown=entry["shown"],
        population=Population(**{name: int(entry["population"][name]) for name in Population.__slots__}),
        provisional=entry["provisional"],
        versions=tuple(version["version"] for version in entry["versions"]),
        digests=dict(entry["digests"]),
        digest=entry["digest"],
    )


def _read_exact(text: str) -> Fraction:
    """What `write_exact` wrote, in base 10 or 16."""
    if "0x" not in text:
        return Fraction(text)
    numerator, denominator = text.split("/")
    return Fraction(int(numerator, 16), int(denominator, 16))


def _check_seals(stated: StatedScorecard) -> None:
    """Whether a file is as it was written; how an older engine sealed single verdicts is its own affair."""
    if stated.digest != digest([verdict.digest for verdict in stated.verdicts]):
        raise EvidenceError(Problem("verdict.scorecard_altered", {"where": stated.number}))
    for verdict in stated.verdicts if stated.engine == ENGINE_VERSION else ():
        if verdict.digest != digest(_describe(verdict, stated)):
            raise EvidenceError(Problem("verdict.scorecard_altered", {"where": " ".join(filter(None, verdict.key))}))


def _describe(verdict: StatedVerdict, stated: StatedScorecard) -> dict[str, object]:
    """What the digest of a verdict covers (`Tally`)."""
    return {
        "objective": verdict.objective,
        "subject": verdict.subject,
        "target": verdict.target,
        "period": [verdict.period, verdict.start, verdict.end],
        "population": {name: getattr(verdict.population, name) for name in Population.__slots__},
        "value": None if verdict.value is None else write_exact(verdict.value),
        "outcome": verdict.outcome,
        "reason": verdict.reason,
        "provisional": verdict.provisional,
        "digests": dict(verdict.digests),
        "engine": stated.engine,
        "tzdata": stated.tzdata,
    }


def _read_statement(document: Any) -> StatedStatement:
    owed = document["credits"]
    amounts = {
        "credits": owed and owed["total"],
        "payable": owed and owed["capped"]["payable"],
        "granted": owed and owed["granted"],
        "rewarded": document["rewarded"],
        "withheld": document["withheld"],
    }
    return StatedStatement(
        settlement=document["period"]["label"],
        start=parse_instant(document["period"]["start"]),
        end=parse_instant(document["period"]["end"]),
        money={name: _read_money(amounts[name]) for name in MONEY},
        points=None if document["score"] is None else Fraction(document["score"]["points"]),
        claim=owed["claim"]["state"] if owed else "",
        grounds=len(document["grounds"]),
        year_left=_read_money(owed["capped"]["year_left"]) if owed else None,
        provisional=bool(document["provisional"]),
        verdicts=tuple(document["verdicts"]),
        terms=document["terms"],
        digest=document["digest"],
    )


def _read_money(plain: Any) -> Money | None:
    return None if plain is None else Money(Decimal(plain["amount"]), plain["currency"])
