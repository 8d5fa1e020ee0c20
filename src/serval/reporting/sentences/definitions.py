"""What the words of a report mean, so that a reader needs nothing beside it."""

from __future__ import annotations

from serval.reporting.catalogue import mark
from serval.reporting.catalogue import translate as _

_DEFINITIONS = (
    (mark("service objective"), mark("One promise: what is measured, of what, on which calendar, for which period.")),
    (mark("target"), mark("The promised value. A value that equals it is met.")),
    (mark("period"), mark("The time over which a promise is judged; it begins and ends at midnight of the agreement.")),
    (mark("verdict"), mark("What judging a promise over a period came to: met, breached, no data or not judged.")),
    (mark("met"), mark("The promise was kept.")),
    (mark("breached"), mark("The promise was broken.")),
    (
        mark("no data"),
        mark("Too little is known to say either; this is a breach only where the agreement says so."),
    ),
    (
        mark("not judged"),
        mark("A verdict would be a guess, for instance where public holidays are not published yet."),
    ),
    (
        mark("provisional"),
        mark("The period had not ended when it was judged, or holidays are not published: it may still change."),
    ),
    (mark("attainment"), mark("The share of what was counted that lies within the target.")),
    (mark("counted"), mark("Cases that the figure rests on: kept, missed, or valued where there are no sides.")),
    (
        mark("carried over"),
        mark("Cases whose outcome was not certain by the end of the period; they count in a later one."),
    ),
    (
        mark("exclusion"),
        mark("A case or a time that does not count, for a reason the agreement admits and a person approved."),
    ),
    (
        mark("superseded"),
        mark("Cases that another promise judges since their priority, service, type or client changed."),
    ),
    (mark("working time"), mark("Time that is open in the promise's calendar and not paused.")),
    (
        mark("pause"),
        mark("Time that does not count, for a reason the agreement names, such as waiting for the client."),
    ),
    (mark("due instant"), mark("The instant at which the promised working time is used up.")),
    (mark("outage"), mark("Time in which a service could not be used, as the agreement counts it.")),
    (
        mark("availability"),
        mark(
            "Agreed time less exclusions and outages, divided by agreed time less exclusions, unless agreed otherwise."
        ),
    ),
    (mark("error budget"), mark("How much time may be lost before the promise is broken.")),
    (
        mark("service credit"),
        mark("What a breach costs the provider by the agreement; owed once it is claimed, or at once where so agreed."),
    ),
    (mark("reward"), mark("What good values earn the provider; it stands beside the credits and is never netted.")),
    (mark("score"), mark("Points that are left after deductions; its grade says which share of the fee is paid.")),
    (
        mark("digest"),
        mark("A fingerprint (SHA-256): the same terms, evidence and engine give the same one, on any machine."),
    ),
)


def list_definitions() -> list[tuple[str, str]]:
    """Each word with its meaning, in the order in which a reader meets them."""
    return [(_(word), _(meaning)) for word, meaning in _DEFINITIONS]
