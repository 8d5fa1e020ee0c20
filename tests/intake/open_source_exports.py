"""Exports of GLPI (ticket search, English and French) and Zammad (ticket report)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tests.intake.export_files import Export, at, names, pick


def _glpi(states: Sequence[str], priorities: Sequence[str]) -> Callable[[int], Sequence[Any]]:
    def row(number: int) -> Sequence[Any]:
        state = pick(number, *states)
        solved = f"{at(number, 9):%Y-%m-%d %H:%M}" if state in states[-2:] else ""
        closed = f"{at(number, 90):%Y-%m-%d %H:%M}" if state == states[-1] else ""
        return (
            str(number + 1),
            f"Imprimante {number}",
            "Root entity > Paris" if number % 2 else "Root entity > Lyon",
            state,
            f"{at(number, 91):%Y-%m-%d %H:%M}",
            f"{at(number, 0):%Y-%m-%d %H:%M}",
            pick(number, *priorities),
            f"user{number}",
            f"tech{number % 3}",
            pick(number, "Hardware", "Network"),
            solved,
            closed,
        )

    return row


GLPI_ENGLISH = Export(
    name="glpi",
    layout="snapshot",
    header=names(
        "ID|Title|Entity|Status|Last update|Opening date|Priority|Requester - Requester|"
        "Assigned to - Technician|Category|Resolution date|Closing date"
    ),
    row=_glpi(("New", "Processing (assigned)", "Pending", "Solved", "Closed"), ("Low", "Medium", "High")),
    expected={
        "ID": "item",
        "Entity": "fields.client",
        "Status": "state",
        "Last update": "at",
        "Opening date": "opened",
        "Priority": "fields.priority",
        "Category": "fields.category",
        "Resolution date": "resolved",
        "Closing date": "closed",
    },
    states={
        "New": "open",
        "Processing (assigned)": "open",
        "Pending": "waiting_hold",
        "Solved": "resolved",
        "Closed": "closed",
    },
    encoding="utf-8-sig",
    delimiter=";",
)

GLPI_FRENCH = Export(
    name="glpi-fr",
    layout="snapshot",
    header=names(
        "ID|Titre|Entité|Statut|Dernière modification|Date d'ouverture|Priorité|"
        "Demandeur - Demandeur|Attribué à - Technicien|Catégorie|Date de résolution|"
        "Date de clôture"
    ),
    row=_glpi(("Nouveau", "En cours (Attribué)", "En attente", "Résolu", "Clos"), ("Basse", "Moyenne", "Haute")),
    expected={
        "ID": "item",
        "Entité": "fields.client",
        "Statut": "state",
        "Dernière modification": "at",
        "Date d'ouverture": "opened",
        "Priorité": "fields.priority",
        "Catégorie": "fields.category",
        "Date de résolution": "resolved",
        "Date de clôture": "closed",
    },
    states={
        "Nouveau": "open",
        "En cours (Attribué)": "open",
        "En attente": "waiting_hold",
        "Résolu": "resolved",
        "Clos": "closed",
    },
    delimiter=";",
)


def _zammad(number: int) -> Sequence[Any]:
    state = pick(number, "new", "open", "pending reminder", "closed", "merged")
    return (
        str(31_000 + number),
        f"Help with mail {number}",
        state,
        pick(number, "1 low", "2 normal", "3 high"),
        pick(number, "Support", "Sales"),
        f"Agent {number % 3}",
        f"Customer {number}",
        pick(number, "ACME", "Zammad Foundation"),
        "email",
        "Customer",
        "",
        0.0,
        at(number, 0),
        at(number, 50),
        at(number, 9) if state == "closed" else "",
        "",
        "",
        at(number, 1) if state != "new" else "",
        "",
        number % 5,
    )


ZAMMAD = Export(
    name="zammad",
    layout="snapshot",
    header=names(
        "#|Title|State|Priority|Group|Owner|Customer|Organization|Create Channel|Sender|Tags|"
        "Time Units Total|Created At|Updated At|Closed At|Close Escalation At|Close In Min|"
        "First Response At|First Response Escalation At|Article Count"
    ),
    row=_zammad,
    expected={
        "#": "item",
        "State": "state",
        "Priority": "fields.priority",
        "Group": "fields.group",
        "Organization": "fields.client",
        "Create Channel": "fields.channel",
        "Created At": "opened",
        "Updated At": "at",
        "Closed At": "closed",
        "First Response At": "events.first_response",
    },
    states={
        "new": "open",
        "open": "open",
        "pending reminder": "waiting_hold",
        "closed": "closed",
        "merged": "merged",
    },
    encoding="",
)
