"""What stands beside the promises, in words: kind of agreement, amendment, services, clocks, measures, exceptions."""

from __future__ import annotations

from collections.abc import Iterator

from serval.engine.terms.model import Amendment, ClockTerms, Metadata, Terms
from serval.engine.terms.objective import Assurance
from serval.engine.terms.services import Measure, Service
from serval.reporting.catalogue import current_language
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_limit, show_whole_promise
from serval.reporting.sentences.diff_places import name_choice, name_place
from serval.reporting.sentences.words import name_reason, name_reopening


def describe_standing(metadata: Metadata) -> str:
    """What kind of agreement it is, and how it stands to others."""
    facts = [name_choice("metadata.type", metadata.type) or metadata.type]
    if metadata.supports:
        facts.append(_("stands under {numbers}").format(numbers=_(", ").join(metadata.supports)))
    if metadata.grade is not None:
        text = _("grade {rank} of the family {family}")
        facts.append(text.format(rank=metadata.grade.rank, family=metadata.grade.family))
    if metadata.precedence is not None:
        facts.append(_("precedence {n} over other agreements of the client").format(n=metadata.precedence))
    return _("; ").join(facts)


def describe_amendment(amendment: Amendment) -> str:
    """When this version was agreed, and whether closed periods are judged anew."""
    text = _("Agreed on {day}").format(day=amendment.agreed.isoformat())
    if amendment.approvals is None:
        return text
    approvals = _(
        "closed periods are judged anew, approved by the provider on {provider} and by the client on {client}"
    )
    days = amendment.approvals
    said = approvals.format(provider=days.provider.isoformat(), client=days.client.isoformat())
    return _("; ").join((text, said))


def describe_service(name: str, service: Service) -> str:
    """A service with what it cannot do without, and the days on which it is provided."""
    facts = []
    if service.criticality:
        facts.append(_("criticality {name}").format(name=service.criticality))
    needed = [
        entry if isinstance(entry, str) else _("{n} of {names}").format(n=entry.at_least, names=_(", ").join(entry.of))
        for entry in service.depends
    ]
    if needed:
        facts.append(_("depends on {names}").format(names=_(" and ").join(needed)))
    if service.from_ is not None:
        facts.append(_("from {day}").format(day=service.from_.isoformat()))
    if service.until is not None:
        facts.append(_("until {day}").format(day=service.until.isoformat()))
    text = _("service {name}").format(name=name)
    return _("{about}: {change}").format(about=text, change=_("; ").join(facts)) if facts else text


def describe_clock(name: str, clock: ClockTerms) -> str:
    """What starts, stops and holds a clock."""
    stop = _(" or ").join(map(name_reason, clock.stop))
    parts = [_("clock {name}: from {start} to {stop}").format(name=name, start=name_reason(clock.start), stop=stop)]
    if clock.pause:
        parts.append(_("paused while {reasons}").format(reasons=_(", ").join(map(name_reason, clock.pause))))
    if clock.ignore:
        parts.append(_("{events} does not count").format(events=_(", ").join(map(name_reason, clock.ignore))))
    if clock.reopen:
        parts.append(_("reopened: {mode}").format(mode=name_reopening(clock.reopen)))
    if clock.settle:
        parts.append(_("settled after {length}").format(length=show_limit(clock.settle)))
    if clock.repeat:
        parts.append(_("starts again each time"))
    if clock.phases:
        parts.append(_("phases: {events}").format(events=_(", ").join(map(name_reason, clock.phases))))
    return _("; ").join(parts)


def describe_measure(name: str, measure: Measure) -> str:
    """A figure that is brought, its unit, its evidence and what becomes of several."""
    facts = []
    if measure.says is not None:
        facts.append(measure.says.choose(current_language()))
    facts.append(_("a percentage") if measure.unit == "percent" else _("a plain number"))
    is_required = measure.evidence == "required"
    facts.append(_("counts only with evidence") if is_required else _("counts without evidence too"))
    if measure.combine is None:
        facts.append(_("one figure a period"))
    else:
        chosen = name_choice("combine", measure.combine) or measure.combine
        facts.append(_("several figures of a period {become}").format(become=chosen))
    return _("measure {name}: {facts}").format(name=name, facts=_("; ").join(facts))


def describe_assurance(entry: Assurance) -> str:
    """A dated promise and what it stands instead of."""
    text = _(
        "{id} · {target}: judges what {objective} judges, from {first} to {last} (both days included), in its place"
    )
    return text.format(
        id=entry.name,
        target=show_whole_promise(entry.target),
        objective=entry.objective,
        first=entry.from_.isoformat(),
        last=entry.until.isoformat(),
    )


def list_exceptions(terms: Terms) -> Iterator[str]:
    """Extensions, and what becomes of items when they or the terms change."""
    for extension in terms.extensions:
        text = _("{objective}: {length} instead, when “{event}” comes before the due instant")
        length = show_limit(extension.within)
        yield text.format(objective=extension.objective, length=length, event=name_reason(extension.needs))
    for place, word in (("reclassified", terms.reclassified), ("amended", terms.amended)):
        yield _("{about}: {change}").format(about=name_place(place), change=name_choice(place, word) or word)
