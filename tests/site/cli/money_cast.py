"""The cast for availability, figures and money: an agreement with consequences, and files of several kinds.

In May 2026 the shop was down for ten hours on the 4th, two of them in an approved maintenance; 850 of 1,000 calls were
answered; one report came late.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

TERMS = """\
apiVersion: serval/v1
kind: Agreement
metadata: {number: SLA-9, title: {en: Shop, zh: 商城}}
parties: {provider: yunhai, client: beichen}
effective: {from: 2026-01-01, until: 2026-12-31, timezone: Asia/Shanghai}
fee: {amount: "1000.00", currency: CNY, per: month}
services: {shop: {}, desk: {}}
calendars: {always: {always: true}}
measures: {hotline: {unit: percent}}
objectives:
  - {id: up, metric: availability, per: service, where: {service: shop}, target: {atLeast: 99.9%}, calendar: always,
     period: month, exclude: [maintenance]}
  - {id: calls, metric: measure.hotline, target: {atLeast: 90%}, calendar: always, period: month}
consequences:
  credits:
    - {for: up, of: fee, tiers: [{from: 99%, below: 99.9%, percent: 10}, {below: 99%, percent: 25}]}
  score:
    deduct: [{for: calls, each: point, points: 1}, {event: report_late, points: 2}]
    grades: [{from: 95, name: {en: good, zh: 优}}, {from: 0, name: {en: poor, zh: 差}, pay: 90%}]
  claims: {from: period_end, within: 60d}
"""

STRICTER = TERMS.replace("from: 2026-01-01, until", "from: 2026-05-01, until").replace("99.9%", "99.95%") + (
    "amendment: {agreed: 2026-06-10, approvals: {provider: 2026-06-10, client: 2026-06-11}}\n"
)
"""A version agreed in June that both parties let reach back to May."""

OUTAGES = "service,start,end,reported\nshop,2026-05-04 08:00:00,2026-05-04 18:00:00,2026-05-04 08:10:00\n"
EXCLUSIONS = (
    "reason,service,start,end,asked_by,approved_by\n"
    "maintenance,shop,2026-05-04 08:00:00,2026-05-04 10:00:00,provider,client\n"
)
MEASURES = "measure,at,good,total\nhotline,2026-05,850,1000\n"
OCCURRENCES = "id,event,at\nR-1,report_late,2026-05-20 09:00:00\n"


@dataclass(frozen=True)
class MoneyCast:
    folder: Path
    terms: Path
    stricter: Path

    def words(self, *terms: Path) -> tuple[str, ...]:
        files = ("outages", "exclusions", "measures", "occurrences")
        options = [word for name in files for word in (f"--{name}", str(self.folder / f"{name}.csv"))]
        named = [str(path) for path in terms or (self.terms,)]
        return ("evaluate", *named, *options, "--period", "2026-05", "--as-of", "2026-06-20T00:00:00+08:00")


def write_money_cast(folder: Path) -> MoneyCast:
    cast = MoneyCast(folder, folder / "terms.yaml", folder / "stricter.yaml")
    texts = {"outages": OUTAGES, "exclusions": EXCLUSIONS, "measures": MEASURES, "occurrences": OCCURRENCES}
    cast.terms.write_text(TERMS, encoding="utf-8")
    cast.stricter.write_text(STRICTER, encoding="utf-8")
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return cast
