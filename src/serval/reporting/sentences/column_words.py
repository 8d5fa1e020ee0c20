"""Words for what a column is for, and for the names a reader may give it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from serval.reporting.catalogue import current_language, mark, translate
from serval.reporting.sentences.details import name_meaning
from serval.reporting.sentences.words import name_reason

_ROLES = {
    "item": mark("number of the item"),
    "at": mark("time"),
    "sequence": mark("order within one instant"),
    "state": mark("state"),
    "opened": mark("time of the opening"),
    "resolved": mark("time of the resolution"),
    "closed": mark("time of the closing"),
    "service": mark("service"),
    "instance": mark("instance"),
    "site": mark("site"),
    "status": mark("status"),
    "kind": mark("kind of outage"),
    "good": mark("number of good ones"),
    "total": mark("number of all"),
    "errors": mark("number of errors"),
    "start": mark("beginning"),
    "end": mark("end"),
    "minutes": mark("length in minutes"),
    "detected": mark("time of the detection"),
    "reported": mark("time of the report"),
    "reason": mark("reason"),
    "askedBy": mark("who asked"),
    "approvedBy": mark("who approved"),
    "measure": mark("name of the measure"),
    "value": mark("figure"),
    "subject": mark("service it speaks of"),
    "evidence": mark("proof"),
    "id": mark("number"),
    "score": mark("score"),
    "obligation": mark("what is owed"),
    "due": mark("when it is due"),
    "done": mark("when it was done"),
    "event": mark("what happened"),
    "settlement": mark("settlement period"),
    "step": mark("step of the claim"),
    "fields.priority": mark("priority"),
}

WORDS_SHOWN = 4
"""Words shown for one meaning; the file's own word is rarely far from them."""


def name_role(key: str) -> str:
    """What a column is for: the words of its key in a mapping."""
    if key in _ROLES:
        return translate(_ROLES[key])
    group, _, name = key.partition(".")
    return name_reason(name) if group == "events" else name or key


def order_names(names: Sequence[str]) -> list[str]:
    """Names with those in the reader's language first."""
    is_foreign = current_language() == "en"
    return sorted(names, key=lambda name: name.isascii() != is_foreign)


def list_meanings(words: Mapping[str, Sequence[str]]) -> str:
    """What a status may mean, each with some of the words that say it."""
    parts = []
    for meaning, known in words.items():
        said = translate(", ").join([word for word in order_names(known) if word != meaning][:WORDS_SHOWN])
        name = name_meaning(meaning)
        parts.append(translate("{meaning}: {words}").format(meaning=name, words=said) if said else name)
    return translate("; ").join(parts)
