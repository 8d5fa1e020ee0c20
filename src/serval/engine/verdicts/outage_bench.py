"""The bench of availability: downtime, outages, MTBF, MTTR, MTTD from samples and outages (TERMS.md rules 7 to 10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from serval.engine.availability.account import Account, Counting, Frame, Part, list_failures, take_account
from serval.engine.availability.budget import downtime_of_share
from serval.engine.availability.outages import WholeOutage
from serval.engine.availability.reliability import (
    list_ended,
    mean_time_between_failures,
    mean_time_to_detect,
    mean_time_to_repair,
)
from serval.engine.availability.slots import account_requests, account_slots
from serval.engine.calendars.compile import local_midnight
from serval.engine.periods import Period
from serval.engine.records import Records
from serval.engine.spans import Spans
from serval.engine.terms.courses import Course
from serval.engine.terms.objectives import OutageObjective
from serval.engine.terms.versions import Version
from serval.engine.verdicts.bounds import Bounds
from serval.engine.verdicts.conditions import Seen, Subject, Witness, clip_services
from serval.engine.verdicts.decisions import decide_level, decide_no_data
from serval.engine.verdicts.evidence_rows import write_record, write_samples
from serval.engine.verdicts.ledger import RowOutcome
from serval.engine.verdicts.record_bench import RecordBench
from serval.engine.verdicts.results import Decision, OutageFigures, Verdict
from serval.engine.verdicts.tally import Tally

_OUTCOMES: dict[str, RowOutcome] = {"counted": "counted", "excluded": "excluded", "unknown": "unknown"}


class OutageBench(RecordBench):
    """Judges everything that is read from outages."""

    def __init__(self, bounds: Bounds, course: Course) -> None:
        super().__init__(bounds, course)
        self._witnesses: dict[str, Witness] = {}
        self._seen: dict[tuple[str, str], Seen] = {}
        self._subjects: dict[str, Subject] = {}

    def list_subjects(self, records: Records) -> Sequence[str]:
        """The services together, or each service, instance or site that evidence or terms name."""
        objective = self.course.latest
        wanted = objective.terms.where.get("service")
        if objective.terms.per is None:
            self._subjects = {"": Subject("", tuple(wanted or ()))}
        else:
            places = {*records.samples.places, *(row.place for row in records.outages)}
            found = [
                subject
                for place in places
                if (subject := _name(place.service, place.instance, place.site, objective.terms.per))
            ]
            if objective.terms.per == "service":
                found += [Subject(name, (name,)) for name in self._version(objective.version).terms.services]
            self._subjects = {s.name: s for s in found if wanted is None or s.services[0] in wanted}
        return sorted(self._subjects)

    def _version(self, label: str) -> Version:
        return next(version for version in self.bounds.agreement.versions if version.label == label)

    def judge(self, tally: Tally, records: Records) -> Verdict:
        """One row for each outage, exclusion and gap."""
        objective = tally.objective
        if not isinstance(objective, OutageObjective):
            raise TypeError(objective.id)
        witness, subject = self._call_witness(objective, records), self._subjects[tally.subject]
        seen = self._look(witness, objective, subject)
        frame = self._frame(objective, subject, tally.period, seen, records)
        self._note_evidence(tally, witness, subject, records, seen)
        if objective.rule.method != "time":
            return self._judge_requests(tally, objective, witness, subject, frame)
        shortest = objective.rule.shortest_outage
        counting = Counting(shortest.amount if shortest else 0, objective.terms.excluded)
        account = take_account(frame, seen.outages, counting)
        for part in account.parts:
            self._add_part(tally, part)
        figures = _read_figures(objective, account, frame, seen)
        return tally.give_verdict(_decide(objective, account, figures), as_of=self.now, account=figures)

    def _call_witness(self, objective: OutageObjective, records: Records) -> Witness:
        if objective.version not in self._witnesses:
            services = self._version(objective.version).terms.services
            last = max(self.now, *(period.end for period in self.course.periods))
            span = (self.course.periods[0].start, last)
            self._witnesses[objective.version] = Witness(records, objective.rule, services, span=span, now=self.now)
        return self._witnesses[objective.version]

    def _look(self, witness: Witness, objective: OutageObjective, subject: Subject) -> Seen:
        key = (objective.version, subject.name)
        if key not in self._seen:
            self._seen[key] = witness.look_at(subject)
        return self._seen[key]

    def _frame(
        self, objective: OutageObjective, subject: Subject, period: Period, seen: Seen, records: Records
    ) -> Frame:
        """The period as far as it has come, with agreed time that reaches over every outage that touches it."""
        end = max(period.start, min(period.end, self.now))
        touching = [outage for outage in seen.outages if outage.start < end and outage.end > period.start]
        first = min([period.start, *(outage.start for outage in touching)])
        last = max([end, *(outage.end for outage in touching)])
        agreed = objective.calendar.open_spans(first, last)
        provided = self._list_provided(objective.version)
        return Frame(
            period.start,
            end,
            clip_services(subject, provided, agreed),
            tuple(self._list_excluded(objective, subject, records)),
            tuple(span for span in seen.unknown if span[0] < end and span[1] > period.start),
        )

    def _list_provided(self, label: str) -> dict[str, tuple[int, int]]:
        version, zone = self._version(label), self.bounds.agreement.zone
        found = {}
        for name, service in version.terms.services.items():
            start = local_midnight(service.from_, zone) if service.from_ else self.bounds.agreement.start
            until = service.until and date.fromordinal(service.until.toordinal() + 1)
            found[name] = (start, local_midnight(until, zone) if until else self.bounds.agreement.end)
        return found

    def _list_excluded(
        self, objective: OutageObjective, subject: Subject, records: Records
    ) -> Iterator[tuple[int, int]]:
        """Approved exclusions whose reason the objective admits; one without end goes on."""
        for row in records.exclusions:
            is_meant = not row.place.service or subject.holds(row.place)
            if row.start is None or not row.approved_by or row.reason not in objective.terms.exclude or not is_meant:
                continue
            yield row.start, self.now if row.end is None else row.end

    def _note_evidence(self, tally: Tally, witness: Witness, subject: Subject, records: Records, seen: Seen) -> None:
        """All that bears on the period: up to its end, and on to the end of what goes on there."""
        period = tally.period
        lasting = [o.end for o in seen.outages if o.start < period.end < o.end]
        lasting += [end for start, end in seen.unknown if start < period.end < end <= self.now]
        horizon = max([period.end, *lasting])
        for place, columns, recorded in witness.list_evidence(subject):
            if columns is not None:
                count = int(columns.at.searchsorted(horizon, side="right"))
                tally.note_rows(write_samples(place, columns, count))
            for row in recorded:
                if row.start < horizon:
                    tally.note_rows(write_record(row))
        for exclusion in records.exclusions:
            if exclusion.start is not None and exclusion.start < period.end:
                tally.note_rows(write_record(exclusion))

    def _add_part(self, tally: Tally, part: Part) -> None:
        start, end = part.inside[0][0], part.inside[-1][1]
        outage = part.outage
        row = self.build_row(
            tally,
            tally.subject or self._subjects[tally.subject].services[0],
            started=start,
            stopped=None if outage is not None and outage.ongoing and end == outage.end else end,
            outcome=_OUTCOMES.get(part.reason, "uncounted"),
            reason=part.kind if part.reason == "counted" else part.reason,
            counted=part.down,
            excluded=part.excluded,
            source=", ".join(outage.sources) if outage is not None else "",
        )
        is_counted = part.reason == "counted"
        tally.add(row, charged=is_counted and part.begins, late=part.down, kept=is_counted)
        self.bounds.sink(row)

    def _judge_requests(
        self, tally: Tally, objective: OutageObjective, witness: Witness, subject: Subject, frame: Frame
    ) -> Verdict:
        rule, terms = objective.rule, objective.terms
        columns = witness.find_columns(subject)
        excluded_as = terms.excluded
        if rule.method == "requests":
            requests = account_requests(columns, frame, excluded_as=excluded_as)
            value, size = requests.availability, requests.total
        else:
            interval = rule.interval.amount if rule.interval else 0
            slots = account_slots(columns, frame, interval=interval, slot_down=rule.slot_down, excluded_as=excluded_as)
            value, size = slots.availability, int(columns.total.sum()) if len(columns.at) else 0
            for slot in slots.faulty:
                row = self.build_row(
                    tally,
                    tally.subject or subject.services[0],
                    started=slot.start,
                    stopped=slot.end,
                    outcome="counted",
                    reason="faulty_slot",
                    counted=slot.end - slot.start,
                    value=f"{slot.bad} / {slot.total}",
                )
                tally.add(row, charged=True, late=slot.end - slot.start, kept=True)
                self.bounds.sink(row)
        if not len(columns.at):
            return tally.give_verdict(decide_no_data(terms, "not_observed"), as_of=self.now)
        if value is None or size < terms.minimum:
            reason = "denominator_zero" if value is None else "below_minimum"
            return tally.give_verdict(decide_no_data(terms, reason), as_of=self.now)
        return tally.give_verdict(decide_level(terms.target, value), as_of=self.now)


def _name(service: str, instance: str, site: str, per: str) -> Subject | None:
    """The subject that a place belongs to; None where it has no such part."""
    if per == "service":
        return Subject(service, (service,))
    if per == "instance":
        return Subject(f"{service}/{instance}", (service,), instance=instance) if instance else None
    return Subject(f"{service}@{site}", (service,), site=site) if site else None


def _read_figures(objective: OutageObjective, account: Account, frame: Frame, seen: Seen) -> OutageFigures:
    failures = list_failures(account)
    repaired = list_ended(_only_counted(account, seen), frame.start, frame.end)
    target = objective.target.at_least
    is_share = target is not None and target.unit == "share"
    judged = account.agreed - (account.excluded if objective.terms.excluded == "removed" else 0)
    return OutageFigures(
        agreed=account.agreed,
        excluded=account.excluded,
        down=account.down,
        unknown=account.unknown,
        outages=len(failures),
        mtbf=mean_time_between_failures(account.up, len(failures)),
        mttr=mean_time_to_repair(repaired, open_time=_reach(objective, repaired)),
        mttd=mean_time_to_detect(failures, open_time=_reach(objective, failures)),
        budget=downtime_of_share(target.amount, judged) if is_share and target is not None else None,
    )


def _only_counted(account: Account, seen: Seen) -> tuple[WholeOutage, ...]:
    counted = {(part.outage.start, part.outage.end) for part in account.parts if part.outage and part.down}
    return tuple(outage for outage in seen.outages if (outage.start, outage.end) in counted)


def _reach(objective: OutageObjective, outages: Sequence[WholeOutage]) -> Spans | None:
    if not outages or objective.calendar.spec.always:
        return None
    return objective.calendar.open_spans(min(o.start for o in outages), max(o.end for o in outages))


def _decide(objective: OutageObjective, account: Account, figures: OutageFigures) -> Decision:
    terms = objective.terms
    if account.unknown and objective.rule.max_gap is not None:
        return decide_no_data(terms, "gap")
    if account.availability is None:
        return decide_no_data(terms, "not_observed" if account.unknown else "denominator_zero")
    match objective.kind:
        case "availability":
            return decide_level(terms.target, account.availability)
        case "downtime":
            return decide_level(terms.target, Fraction(account.down))
        case "outages":
            return decide_level(terms.target, Fraction(figures.outages))
        case "mtbf":
            return (
                Decision(None, "met", "no_outages")
                if figures.mtbf is None
                else decide_level(terms.target, figures.mtbf)
            )
        case "mttr":
            return _decide_mean(objective, figures.mttr, "no_outages")
        case _:
            return _decide_mean(objective, figures.mttd, "detection_unknown" if figures.outages else "no_outages")


def _decide_mean(objective: OutageObjective, value: Fraction | None, reason: str) -> Decision:
    if value is None:
        return decide_no_data(objective.terms, reason)
    return decide_level(objective.target, value)
