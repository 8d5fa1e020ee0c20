"""Subjects of availability: what one verdict is about, and the time in which it was provided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from serval.engine.calendars.compile import local_midnight
from serval.engine.dates import day_after
from serval.engine.places import Place
from serval.engine.spans import Spans, normalise
from serval.engine.terms.compile import Agreement
from serval.engine.terms.objective import Objective
from serval.engine.terms.versions import Version


@dataclass(frozen=True, slots=True)
class Subject:
    """Services in series, or some instances or sites of them; no instances and no sites named means all."""

    name: str
    services: tuple[str, ...]
    instances: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()

    def holds(self, place: Place) -> bool:
        """Whether a place is, or is a part of, the subject."""
        return (
            place.service in self.services
            and (not self.instances or place.instance in self.instances)
            and (not self.sites or place.site in self.sites)
        )

    def lies_in(self, place: Place) -> bool:
        """Whether whatever is said of a place is said of the whole subject."""
        if not place.service:
            return True
        return (
            self.services == (place.service,)
            and (not place.instance or self.instances == (place.instance,))
            and (not place.site or self.sites == (place.site,))
        )


def is_within(part: Place, whole: Place) -> bool:
    """Whether a place is another one, or a part of it."""
    return (
        whole.service in ("", part.service) and whole.instance in ("", part.instance) and whole.site in ("", part.site)
    )


def list_subjects(terms: Objective, version: Version, places: Iterable[Place]) -> dict[str, Subject]:
    """What an objective gives verdicts on, by name: all together, or each part that evidence or terms name."""
    services = tuple(terms.where.get("service", ()))
    instances, sites = tuple(terms.where.get("instance", ())), tuple(terms.where.get("site", ()))
    if terms.per is None:
        return {"": Subject("", services, instances, sites)}
    wanted = Subject("", services, instances, sites)
    named = [Place(name) for name in services or version.terms.services] if terms.per == "service" else []
    found = dict.fromkeys(named)
    for place in places:
        if wanted.holds(place) if services else Subject("", (place.service,), instances, sites).holds(place):
            found[place] = None
    subjects = (_name(place, terms.per, wanted) for place in found)
    return {subject.name: subject for subject in subjects if subject is not None}


def _name(place: Place, per: str, wanted: Subject) -> Subject | None:
    """The subject that a place belongs to; None where it has no such part."""
    services = (place.service,)
    if per == "service":
        return Subject(place.service, services, wanted.instances, wanted.sites)
    if per == "instance":
        name = f"{place.service}/{place.instance}"
        return Subject(name, services, (place.instance,), wanted.sites) if place.instance else None
    return Subject(f"{place.service}@{place.site}", services, wanted.instances, (place.site,)) if place.site else None


class Provision:
    """When each service was provided: from its first to its last day, or as long as the agreement is in force."""

    def __init__(self, agreement: Agreement, version: Version) -> None:
        self._always = (agreement.start, agreement.end)
        self._given: Mapping[str, tuple[int, int]] = {
            name: (
                agreement.start if service.from_ is None else local_midnight(service.from_, agreement.zone),
                agreement.end if service.until is None else local_midnight(day_after(service.until), agreement.zone),
            )
            for name, service in version.terms.services.items()
        }

    def find(self, service: str) -> tuple[int, int]:
        """The time in which one service was provided."""
        return self._given.get(service, self._always)

    def list_any(self, services: Sequence[str]) -> Spans:
        """The time in which at least one of the services was provided: those that were are what is judged then."""
        return normalise(self.find(name) for name in services)
