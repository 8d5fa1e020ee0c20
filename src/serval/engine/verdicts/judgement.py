"""One claim judged: its reading, its outcome, and the instant at which the outcome became certain (rule 10)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from serval.engine.clocks.claims import Claim
from serval.engine.clocks.history import History, Spell
from serval.engine.clocks.pauses import list_pauses
from serval.engine.clocks.reading import Reading, read_clock
from serval.engine.durations import Duration
from serval.engine.terms.objectives import ClockObjective
from serval.engine.verdicts.ledger import COUNTED, RowOutcome

NOWHERE: Mapping[int, int] = {}


@dataclass(frozen=True, slots=True)
class Judgement:
    """certain is None while the outcome can still change; basis is `extension` where a consent gave more time."""

    objective: ClockObjective
    claim: Claim
    reading: Reading
    pauses: Sequence[Spell]
    outcome: RowOutcome
    reason: str
    certain: int | None
    source: str
    basis: str = ""

    @property
    def stopped(self) -> int | None:
        return self.claim.stop.at if self.claim.stop else None


def judge_claims(
    history: History,
    claims: Iterable[tuple[ClockObjective, Claim]],
    *,
    now: int,
    elsewhere: Mapping[int, int] = NOWHERE,
) -> Iterator[Judgement]:
    """Judge the claims of one item on one course of an objective, in their order.

    elsewhere  runs that another subject of the objective has counted, with the instant from which it judged them

    A claim on a cycle that was counted before, or on a run that a reclassification made owed anew after such a cycle,
    is passed over: the item came back to its objective, and one item is charged once per objective (rule 5).
    """
    charged: set[int] = set()
    for objective, claim in claims:
        run = name_run(claim)
        if run not in charged and not (run in elsewhere and claim.since > elsewhere[run]):
            judgement = judge_claim(objective, history, claim, now=now)
            if judgement.outcome in COUNTED:
                charged.add(run)
            yield judgement


def name_run(claim: Claim) -> int:
    """The run that a claim may be charged for: its cycle, or the one after which it is owed anew."""
    return claim.cycle.anew_of or claim.cycle.number


def judge_claim(
    objective: ClockObjective, history: History, claim: Claim, *, now: int, closing: bool = False
) -> Judgement:
    """Read the clock of a claim and say what it means.

    Promises of the form `within` are met or breached; means, medians and percentiles only collect values. `closing`
    reads the claim as of the end of a period: what is dated at `now` or later is not seen.
    """
    if objective.target.limit is None:
        raise TypeError(objective.id)
    if closing:
        claim = _without_later(claim, now)
    end, running = _find_end(claim, now)
    pauses = list_pauses(history, objective.clock, claim.cycle, start=claim.start.at, end=end)
    if closing:
        pauses = [_still_held(spell, now) for spell in pauses if spell.start < now]

    def read(limit: Duration) -> Reading:
        return read_clock(
            objective.calendar,
            limit,
            start=claim.start.at,
            end=end,
            running=running,
            left=claim.stop is None and claim.left is not None,
            pauses=pauses,
            warn=objective.warnings,
        )

    reading, basis = read(objective.target.limit), ""
    seen = min(end, now - 1) if closing else end
    if objective.extended is not None and _is_consented(objective, history, claim, reading, seen):
        extended = read(objective.extended)
        if extended.target > reading.target:
            reading, basis = extended, "extension"
    outcome, reason, certain, source = _decide(claim, reading, sided=objective.target.within is not None)
    return Judgement(objective, claim, reading, pauses, outcome, reason, certain, source, basis)


def _is_consented(objective: ClockObjective, history: History, claim: Claim, reading: Reading, end: int) -> bool:
    """Whether the client agreed to more time while the clock ran and before the due instant (SL-17)."""
    due = reading.due
    return any(
        claim.cycle.start.at <= moment.at <= end and (due is None or moment.at < due)
        for moment in history.find_moments({objective.consent})
    )


def _without_later(claim: Claim, now: int) -> Claim:
    stop = claim.stop if claim.stop is not None and claim.stop.at < now else None
    left = claim.left if claim.left is not None and claim.left.at < now else None
    return replace(claim, stop=stop, left=left)


def _still_held(spell: Spell, now: int) -> Spell:
    """A pause as it was seen before an instant at which, or after which, it ended."""
    return spell if spell.end is None or spell.end < now else replace(spell, end=None)


def _find_end(claim: Claim, now: int) -> tuple[int, bool]:
    """Where a claim's clock ends: at its stop, else where it left, else now (and then it still runs)."""
    if claim.stop is not None:
        return claim.stop.at, False
    if claim.left is not None:
        return max(claim.left.at, claim.start.at), False
    return max(now, claim.start.at), True


def _decide(claim: Claim, reading: Reading, *, sided: bool) -> tuple[RowOutcome, str, int | None, str]:
    """A breach that had happened stands whatever came later; leaving comes before stopping.

    Nothing is certain before the objective spoke of the item.
    """
    stop, left = claim.stop, claim.left
    if sided and reading.breached and reading.due is not None:
        certain = max(reading.due, claim.since)
        if stop is not None:
            return "breached", "stopped_late", certain, stop.source
        if left is not None:
            return "breached", "breached_before_leaving", certain, left.source
        return "breached", "due_passed", certain, claim.start.source
    if left is not None:
        outcome: RowOutcome = "superseded" if left.name == "superseded" else "excluded"
        return outcome, left.name, max(left.at, claim.since), left.source
    if stop is not None:
        certain = max(stop.at, claim.since)
        return ("met" if sided else "counted"), "stopped_in_time" if sided else "stopped", certain, stop.source
    return "open", "paused" if reading.state == "paused" else "running", None, claim.start.source
