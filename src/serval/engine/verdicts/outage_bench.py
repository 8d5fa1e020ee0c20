"""The bench of availability: downtime, outages, MTBF, MTTR, MTTD from samples and outages (TERMS.md rules 7 to 10)."""

from __future__ import annotations

from collections.abc import Sequence

from serval.engine.availability.account import Counting, Frame, Part, take_account
from serval.engine.availability.outages import WholeOutage
from serval.engine.availability.samples import SampleColumns
from serval.engine.places import Place
from serval.engine.records import Records
from serval.engine.spans import Spans, clip, intersect
from serval.engine.terms.courses import Course
from serval.engine.terms.objectives import OutageObjective
from serval.engine.verdicts.bounds import Bounds
from serval.engine.verdicts.conditions import Seen, Witness
from serval.engine.verdicts.ledger import RowOutcome
from serval.engine.verdicts.outage_decisions import decide_outages, read_figures
from serval.engine.verdicts.outage_evidence import find_horizon, write_evidence
from serval.engine.verdicts.outage_exclusions import Excuse
from serval.engine.verdicts.outage_subjects import Provision, Subject, list_subjects
from serval.engine.verdicts.record_bench import RecordBench
from serval.engine.verdicts.request_counting import add_requests, judge_requests
from serval.engine.verdicts.results import Verdict
from serval.engine.verdicts.tally import Tally

_OUTCOMES: dict[str, RowOutcome] = {"counted": "counted", "excluded": "excluded", "unknown": "unknown"}


class OutageBench(RecordBench):
    """Judges everything that is read from outages, each period by the wording that governs it."""

    def __init__(self, bounds: Bounds, course: Course) -> None:
        super().__init__(bounds, course)
        self._subjects: dict[str, dict[str, Subject]] = {}
        self._provisions: dict[str, Provision] = {}
        self._witnesses: dict[str, Witness] = {}
        self._seen: dict[tuple[str, str, tuple[Place, ...]], Seen] = {}
        self._columns: dict[tuple[str, str], SampleColumns] = {}

    def list_subjects(self, records: Records) -> Sequence[str]:
        """The services together, or each service, instance or site that evidence or any version names."""
        for objective in self.course.objectives:
            version = next(v for v in self.bounds.agreement.versions if v.label == objective.version)
            self._provisions[version.label] = Provision(self.bounds.agreement, version)
            witness = self._witnesses[version.label] = self._call_witness(objective, records)
            self._subjects[version.label] = list_subjects(objective.terms, version, witness.places)
        return sorted({name for subjects in self._subjects.values() for name in subjects})

    def _call_witness(self, objective: object, records: Records) -> Witness:
        if not isinstance(objective, OutageObjective):
            raise TypeError(self.course.id)
        version = next(v for v in self.bounds.agreement.versions if v.label == objective.version)
        periods = self.course.periods
        last = min(self.now, max((period.end for period in periods), default=self.now))
        return Witness(
            records,
            objective,
            version.terms.services,
            self._provisions[objective.version],
            span=(min((period.start for period in periods), default=last), last),
            now=self.now,
            period_ends=[period.end for period in periods],
        )

    def speaks_of(self, tally: Tally) -> bool:
        """Whether the wording that governs a period speaks of the subject, and it was there: provided, and known of."""
        label, period = tally.objective.version, tally.period
        subject = self._subjects[label].get(tally.subject)
        provided = () if subject is None else self._provisions[label].list_any(subject.services)
        if subject is None or not clip(provided, period.start, period.end):
            return False
        is_named = not tally.subject or tally.subject in self.list_named(tally.objective)
        return is_named or bool(self._witnesses[label].known_by(period.end).list_held(subject))

    def judge(self, tally: Tally, records: Records) -> Verdict:
        """One row for each outage, exclusion and gap."""
        objective = tally.objective
        if not isinstance(objective, OutageObjective):
            raise TypeError(objective.id)
        witness = self._witnesses[objective.version].known_by(tally.period.end)
        subject = self._subjects[objective.version][tally.subject]
        seen = self.look_at(objective, tally.subject, tally.period.end)
        end = max(tally.period.start, min(tally.period.end, self.now))
        touching = seen.list_touching(tally.period.start, end)
        frame, excuses = self._frame(objective, subject, tally.period.start, end, seen, touching)
        self._note_evidence(tally, witness, subject, records, touching)
        if objective.rule.method != "time":
            columns = self._add_columns(self._witnesses[objective.version], objective, subject)
            return judge_requests(self, tally, objective, columns, frame)
        shortest = objective.rule.shortest_outage
        counting = Counting(shortest.amount if shortest else 0, objective.terms.excluded)
        account = take_account(frame, touching, counting)
        for part in account.parts:
            self._add_part(tally, subject, part, excuses)
        figures = read_figures(objective, account, frame, touching, counting)
        decision = decide_outages(objective, account, figures, is_composite=seen.is_composite)
        return tally.give_verdict(decision, as_of=self.now, account=figures)

    def look_at(self, objective: OutageObjective, name: str, end: int) -> Seen:
        """What one wording sees of a subject, unclipped, in the places known by the end of a period.

        Its subjects must have been listed before. Raises KeyError for a subject the wording gives no verdict on.
        """
        witness = self._witnesses[objective.version].known_by(end)
        subject = self._subjects[objective.version][name]
        key = (objective.version, name, tuple(witness.list_bearing(subject)))
        if key not in self._seen:
            self._seen[key] = witness.look_at(subject)
        return self._seen[key]

    def _add_columns(self, witness: Witness, objective: OutageObjective, subject: Subject) -> SampleColumns:
        """The requests of all places of a subject together."""
        key = (objective.version, subject.name)
        if key not in self._columns:
            provision = self._provisions[objective.version]
            self._columns[key] = add_requests(
                [
                    (
                        witness.columns[place],
                        provision.find(place.service),
                        witness.list_part_exclusions(place, subject),
                    )
                    for place in witness.list_held(subject)
                    if place in witness.columns
                ],
                excluded_as=objective.terms.excluded,
            )
        return self._columns[key]

    def _frame(
        self,
        objective: OutageObjective,
        subject: Subject,
        start: int,
        end: int,
        seen: Seen,
        touching: Sequence[WholeOutage],
    ) -> tuple[Frame, list[Excuse]]:
        """The period as far as it has come, with agreed time that reaches over every outage that touches it."""
        first = min([start, *(outage.start for outage in touching)])
        last = max([end, *(outage.end for outage in touching)])
        provided: Spans = self._provisions[objective.version].list_any(subject.services)
        excuses = [excuse for excuse in seen.excuses if excuse.start < last and excuse.end > first]
        frame = Frame(
            start,
            end,
            intersect(objective.calendar.open_spans(first, last), provided),
            tuple((excuse.start, excuse.end) for excuse in excuses),
            seen.list_unknown(start, end),
        )
        return frame, excuses

    def _note_evidence(
        self, tally: Tally, witness: Witness, subject: Subject, records: Records, touching: list[WholeOutage]
    ) -> None:
        since = min([tally.period.start, *(outage.start for outage in touching)])
        until = tally.period.end
        horizon = find_horizon(witness.rule, tally.period, touching)
        for row in write_evidence(witness, subject, records, since=since, until=until, horizon=horizon):
            tally.note_rows(row)

    def _add_part(self, tally: Tally, subject: Subject, part: Part, excuses: Sequence[Excuse]) -> None:
        start, end = part.inside[0][0], part.inside[-1][1]
        outage = part.outage
        is_counted = part.reason == "counted"
        goes_on = outage is not None and outage.ongoing and end == outage.end and end < tally.period.end
        meant = [excuse for excuse in excuses if (excuse.start, excuse.end) == part.whole]
        told = {"exclusion": sorted({excuse.source for excuse in meant}), "outage": outage.sources if outage else ()}
        reason = ", ".join(sorted({e.reason for e in meant})) if part.kind == "exclusion" else part.reason
        row = self.build_row(
            tally,
            tally.subject or ", ".join(subject.services),
            started=start,
            stopped=None if goes_on else end,
            outcome=_OUTCOMES.get(part.reason, "uncounted"),
            reason=part.kind if is_counted else reason,
            counted=part.down,
            excluded=part.excluded,
            source=", ".join(source for source in told.get(part.kind, ()) if source),
        )
        tally.add(
            row,
            charged=is_counted and part.begins,
            late=part.earlier + part.down if is_counted else 0,
            before=part.earlier if is_counted else 0,
            kept=is_counted,
        )
        self.bounds.sink(row)
