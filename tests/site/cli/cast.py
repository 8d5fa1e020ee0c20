"""The cast of the command line's tests: one small agreement, one small log, and the mapping that reads it.

In May 2026 ticket T-1 is solved in exactly its four hours (two more waiting for the client), T-2 is answered and solved
late, and T-3 still waits. Times are those of Shanghai; the office is open on weekdays from nine to six.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

TERMS = """\
apiVersion: serval/v1
kind: Agreement
metadata: {number: SLA-1, type: sla, title: {en: Care, zh: 运维}}
parties: {provider: yunhai, client: beichen}
effective: {from: 2026-01-01, until: 2026-12-31, timezone: Asia/Shanghai}
calendars:
  office: {weekly: {mon-fri: ["09:00-18:00"]}}
clocks:
  response: {start: opened, stop: first_response}
  resolution: {start: opened, stop: resolved, pause: [waiting_client], reopen: resume}
objectives:
  - id: answered
    metric: clock.response
    target: {within: 15m, all: true}
    calendar: office
    period: month
  - id: solved
    says: {en: Half within four hours, zh: 半数四小时内解决}
    metric: clock.resolution
    where: {priority: [high, low]}
    target: {within: 4h, share: 50%}
    calendar: office
    period: month
"""

LOG = """\
ticket,when,state,priority
T-1,2026-05-04 09:00,New,high
T-1,2026-05-04 09:10,Work,high
T-1,2026-05-04 10:00,Wait,high
T-1,2026-05-04 12:00,Work,high
T-1,2026-05-04 15:00,Done,high
T-2,2026-05-05 09:00,New,low
T-2,2026-05-05 09:30,Work,low
T-2,2026-05-05 16:00,Done,low
T-3,2026-05-06 09:00,New,low
T-3,2026-05-06 09:05,Work,low
T-3,2026-05-06 10:00,Wait,low
"""

MAPPING = """\
apiVersion: serval/v1
kind: Mapping
layout: events
timezone: Asia/Shanghai
dates: ["yyyy-MM-dd HH:mm"]
columns: {item: ticket, at: when, state: state, fields: {priority: priority}}
states: {New: open, Work: open, Wait: waiting_client, Done: resolved, Closed: closed}
stateEvents: {Work: first_response}
"""

OFFICE = """\
timezone: Asia/Shanghai
weekly: {mon-fri: ["09:00-12:00", "13:00-18:00"]}
closed: [2026-05-01]
open: [{on: 2026-05-09, hours: ["09:00-12:00"]}]
"""

ONLY_SOLVED = TERMS.replace(TERMS[TERMS.index("  - id: answered") : TERMS.index("  - id: solved")], "")
"""The same agreement without the objective that is breached."""


@dataclass(frozen=True)
class Cast:
    """The files of the cast in a folder of one test; `words` is how most commands begin."""

    folder: Path
    terms: Path
    log: Path
    mapping: Path

    def words(self, command: str) -> tuple[str, ...]:
        return (command, str(self.terms), "--tickets", str(self.log), "--mapping", str(self.mapping))


def write_cast(folder: Path, *, terms: str = TERMS, log: str = LOG, mapping: str = MAPPING) -> Cast:
    cast = Cast(folder, folder / "terms.yaml", folder / "log.csv", folder / "mapping.yaml")
    for path, text in ((cast.terms, terms), (cast.log, log), (cast.mapping, mapping)):
        path.write_text(text, encoding="utf-8")
    return cast
