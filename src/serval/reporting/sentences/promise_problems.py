"""Sentences for promises that cannot be meant: metrics, targets, services, dated promises, versions of an agreement."""

from __future__ import annotations

from serval.reporting.catalogue import mark

PROMISE_PROBLEMS = {
    "terms.level": mark(
        "“{value}” is not a number, a percentage or a length of time. Write 3, 99.9% or 4h; days cannot stand here."
    ),
    "terms.hours_only": mark("“{value}” counts days. Write hours, minutes or seconds here, such as 5m."),
    "terms.scale": mark("“{value}” is not a scale. Write its lowest and highest grade, such as 1-5."),
    "terms.needs": mark("“{value}” is not a number of instances. Write all, or a whole number from 1."),
    "terms.slots_without_interval": mark(
        "With method: slots the length of a slot is needed. Add interval, such as 5m."
    ),
    "terms.redundancy": mark(
        "{wanted} of these {of} services cannot be held up. Name each service once, and at least as many as are needed."
    ),
    "terms.unknown_service": mark("There is no service “{service}” in these terms. Correct the name, or add it."),
    "terms.depends_on_itself": mark("Service “{service}” depends on itself, directly or by others. Remove the circle."),
    "terms.unknown_objective": mark("There is no objective “{id}” in these terms. Correct the name."),
    "terms.unknown_template": mark("There is no template “{value}”."),
    "terms.condition_unsayable": mark("Nothing can be asked about “{key}” with this metric. Remove the condition."),
    "terms.availability_of_what": mark(
        "Objective {id} does not say which services it is about. Add where: {{service: …}} or per."
    ),
    "terms.rate_of_what": mark("Objective {id} does not say what counts for its rate. Add counting: {{FIELD: value}}."),
    "terms.per_service_only": mark("Objective {id} can be judged for each service only. Write per: service."),
    "terms.only_time": mark("Only availability can be measured by slots or requests. For {metric} write method: time."),
    "terms.scale_missing": mark("Objective {id} does not name the scale of its surveys. Add scale, such as 1-5."),
    "terms.satisfied_from": mark(
        "Say from which grade on an answer is satisfied: satisfiedFrom above {low} and at most {high}."
    ),
    "terms.nps_scale": mark("A net promoter score ({id}) is reckoned on the scale 0-10 only. Correct scale."),
    "terms.assurance_outside": mark("The dated promise “{id}” lies outside the agreement's term. Correct its dates."),
    "terms.extension_of_what": mark(
        "Objective {id} has no limit that could be extended: its target is not “within”. Remove the extension."
    ),
    "terms.versions_differ": mark(
        "These are not versions of one agreement: {key} is “{one}” in one and “{other}” in the next. "
        "Give versions of one agreement only."
    ),
    "terms.versions_same_day": mark(
        "Two versions both take effect on {value}. Give each its own day, or leave one of them out."
    ),
    "terms.split_differs": mark(
        "Objective {id} splits its target by days, but from version {version} on its target is of another kind. "
        "Remove split, or begin that version with a new period."
    ),
    "terms.currency_mid_period": mark(
        "The fee changes its currency on {value}, in the middle of the period {period} of objective {id}, "
        "whose credits or rewards are a share of it. Begin the new currency with a new period."
    ),
}
