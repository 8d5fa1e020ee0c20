"""A promise in words: everything besides its target that decides a case."""

from __future__ import annotations

from collections.abc import Iterator

from serval.engine.durations import format_percent
from serval.engine.terms.metrics import ITEM_KINDS, OUTAGE_KINDS, OWN_KEYS, MetricKind, parse_metric
from serval.engine.terms.objective import AvailabilityRule, Objective
from serval.engine.terms.objectives import CompiledObjective
from serval.reporting.catalogue import current_language, mark
from serval.reporting.catalogue import translate as _
from serval.reporting.formats import show_conditions, show_limit, show_period_kind
from serval.reporting.sentences.words import name_metric, name_reason

_EACH = {
    "service": mark("for each service by itself"),
    "instance": mark("for each instance by itself"),
    "site": mark("for each site by itself"),
}

_PARTIAL = {
    "skip": mark("part periods at the beginning and end are not judged"),
    "merge": mark("part periods at the beginning and end are judged together with their neighbour"),
}

_SURVEYS = {
    "share": mark("share of satisfied answers"),
    "mean": mark("mean of the answers"),
    "nps": mark("net promoter score: share of 9 and 10 less share of 0 to 6"),
}

_METHODS = {
    "time": mark("share of the agreed time that is up"),
    "slots": mark("mean over slots of one less their error rate"),
    "requests": mark("share of good requests"),
}

_OUTAGES_OF = {
    "components": mark("only outages of what the service depends on count"),
    "both": mark("outages of the service and of what it depends on count"),
}


def name_promise(objective: CompiledObjective) -> str:
    """The promise in the words of the agreement, else its id."""
    says = objective.terms.says
    return objective.id if says is None else says.choose(current_language())


def list_promise_facts(objective: Objective) -> Iterator[str]:
    """One sentence for what is judged, one for what is left out, one for doubtful cases, one for how it is measured."""
    kind = find_kind(objective)
    for facts in (
        _describe_scope(objective, kind),
        _describe_omissions(objective),
        _describe_bounds(objective, kind),
        _describe_surveys(objective, kind),
        _describe_rule(objective.measure or AvailabilityRule(), kind) if kind in OUTAGE_KINDS else (),
    ):
        sentence = _("; ").join(facts)
        if sentence:
            yield sentence


def find_kind(objective: Objective) -> MetricKind | None:
    """What kind of thing the promise is about; None for a metric that is none."""
    metric = parse_metric(objective.metric)
    return None if metric is None else metric.kind


def _describe_scope(objective: Objective, kind: MetricKind | None) -> Iterator[str]:
    named = name_metric(kind or objective.metric)
    is_plain = kind == objective.metric
    yield named if is_plain else _("{metric} ({code})").format(metric=named, code=objective.metric)
    if objective.where:
        yield _("of {conditions}").format(conditions=show_conditions(objective.where))
    elif kind in ITEM_KINDS:
        yield _("of all items")
    if objective.counting:
        yield _("counted where {conditions}").format(conditions=show_conditions(objective.counting))
    text = _("judged by {period} in calendar {calendar}")
    yield text.format(period=show_period_kind(objective.period), calendar=objective.calendar)
    if objective.per:
        yield _(_EACH[objective.per])
    if objective.pick:
        yield _("of the promises of “{pick}” only the narrowest judges an item").format(pick=objective.pick)


def _describe_omissions(objective: Objective) -> Iterator[str]:
    if not objective.exclude:
        return
    reasons = _(", ").join(map(name_reason, objective.exclude))
    if find_kind(objective) not in OUTAGE_KINDS:
        yield _("not counted, with approval: items with {reasons}").format(reasons=reasons)
    elif objective.excluded == "counted_up":
        yield _("counted as up, with approval: {reasons}").format(reasons=reasons)
    else:
        yield _("taken out of the agreed time, with approval: {reasons}").format(reasons=reasons)


def _describe_bounds(objective: Objective, kind: MetricKind | None) -> Iterator[str]:
    if objective.minimum > 1:
        text = _("fewer than {n} cases in a period: not judged")
        yield text.format(n=objective.minimum)
    if kind is not None and "no_data" in OWN_KEYS[kind]:
        is_breach = objective.no_data == "breach"
        yield _("a period without data is a breach") if is_breach else _("a period without data decides nothing")
    if objective.partial in _PARTIAL:
        yield _(_PARTIAL[objective.partial])
    if objective.split:
        yield _("a target that changes within a period counts by its days")
    if objective.warn:
        shares = _(", ").join(map(format_percent, objective.warn))
        yield _("warnings at {shares} of the limit").format(shares=shares)


def _describe_surveys(objective: Objective, kind: MetricKind | None) -> Iterator[str]:
    if kind != "satisfaction":
        return
    yield _(_SURVEYS[objective.method])
    if objective.scale:
        yield _("scale {low} to {high}").format(low=objective.scale[0], high=objective.scale[1])
    if objective.satisfied_from is not None:
        yield _("satisfied from {grade} on").format(grade=objective.satisfied_from)


def _describe_rule(rule: AvailabilityRule, kind: MetricKind | None) -> Iterator[str]:
    if kind == "availability":
        yield _(_METHODS[rule.method])
    if rule.interval is not None:
        text = _("slots of {length}") if rule.method == "slots" else _("one sample stands for {length}")
        yield text.format(length=show_limit(rule.interval))
    if rule.slot_down is not None:
        text = _("a slot with more than {share} errors is wholly down, any other wholly up")
        yield text.format(share=format_percent(rule.slot_down))
    if rule.method != "time":
        return
    if rule.shortest_outage is not None:
        yield _("outages shorter than {length} do not count").format(length=show_limit(rule.shortest_outage))
    yield _("degraded counts as down") if rule.degraded == "down" else _("degraded counts as up")
    yield _describe_gaps(rule)
    if rule.least_known is not None:
        text = _("with less than {share} of the agreed time known there is no data")
        yield text.format(share=format_percent(rule.least_known))
    if rule.outage_from == "reported":
        yield _("an outage begins when it is reported")
    if rule.outages_of in _OUTAGES_OF:
        yield _(_OUTAGES_OF[rule.outages_of])
    if rule.needs != "all":
        yield _("up while at least {n} instances are up").format(n=rule.needs)


def _describe_gaps(rule: AvailabilityRule) -> str:
    if rule.max_gap is None:
        return _("a state holds until the next sample, however late it comes")
    return _("what lies between samples more than {length} apart is unknown").format(length=show_limit(rule.max_gap))


OWN_FIGURE = "own figure"
"""What the templates write for a figure that no source names."""


def name_clause(source: str) -> str:
    """Where a promise's figure comes from."""
    return _("own figure") if source == OWN_FIGURE else source
