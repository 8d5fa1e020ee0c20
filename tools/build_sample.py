"""Rebuild the evidence shipped with the demo from the two published logs it is derived from. Same input, same bytes.

Usage: python -m tools.build_sample incidents LOG.csv.zip [OUTPUT.csv.gz]
       python -m tools.build_sample uptime FOLDER [OUTPUT_FOLDER]

incidents  the incident log (CC BY 4.0): all critical and high incidents opened from March to May 2016 and every
           twentieth of the others, all their rows, and the eight columns the demo reads
uptime     the uptime checks (ODbL 1.0): every check with the three columns the demo reads, and the minutes down that
           the provider's own page reports for each service and day
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

COLUMNS = (
    "number",
    "incident_state",
    "sys_mod_count",
    "opened_at",
    "sys_updated_at",
    "priority",
    "category",
    "made_sla",
)
MONTHS = ("/3/2016", "/4/2016", "/5/2016")
EVERY = 20
CHECK_COLUMNS = ("checked_at", "service", "status")
PAGE_COLUMNS = ("date", "service", "minutes_down")
SAMPLE = Path(__file__).parent.parent / "src" / "serval" / "site" / "sample"


def read_log(path: Path) -> list[dict[str, str]]:
    """All rows of the published log, a CSV in a zip."""
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as stream:
        return list(csv.DictReader(io.TextIOWrapper(stream, encoding="utf-8")))


def choose_incidents(rows: list[dict[str, str]]) -> set[str]:
    """Numbers of the incidents to keep; an incident is urgent if any of its rows says so."""
    opened = {row["number"] for row in rows if row["opened_at"].split(" ")[0].endswith(MONTHS)}
    urgent = {row["number"] for row in rows if row["priority"][:1] in ("1", "2")}
    others = sorted(opened - urgent)
    return (opened & urgent) | set(others[::EVERY])


def build_incidents(source: Path, output: Path) -> int:
    """Write the incidents of the sample and return the number of rows."""
    rows = read_log(source)
    kept = choose_incidents(rows)
    chosen = [row for row in rows if row["number"] in kept]
    output.write_bytes(gzip.compress(write_csv(chosen, COLUMNS), compresslevel=9, mtime=0))
    return len(chosen)


def read_checks(path: Path) -> list[dict[str, str]]:
    """All rows of the published checks, a CSV in gzip."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def list_page_minutes(services: Sequence[Mapping[str, Any]], first: str) -> list[dict[str, str]]:
    """A row for each service and day the page reports minutes of; a service without any has none on the first day."""
    rows = [
        {"date": day, "service": service["name"], "minutes_down": str(minutes)}
        for service in services
        for day, minutes in (service["dailyMinutesDown"] or {first: 0}).items()
    ]
    return sorted(rows, key=lambda row: (row["service"], row["date"]))


def build_uptime(folder: Path, output: Path) -> int:
    """Write the checks and the page's figures, and return the number of checks."""
    checks = read_checks(folder / "events.csv.gz")
    services = json.loads((folder / "summary_oracle.json").read_text(encoding="utf-8"))
    page = list_page_minutes(services, min(row["checked_at"] for row in checks)[:10])
    packed = gzip.compress(write_csv(checks, CHECK_COLUMNS), compresslevel=9, mtime=0)
    (output / "uptime.csv.gz").write_bytes(packed)
    (output / "uptime-page.csv").write_bytes(write_csv(page, PAGE_COLUMNS))
    return len(checks)


def write_csv(rows: Iterable[Mapping[str, str]], columns: Sequence[str]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def main(words: Sequence[str]) -> None:
    kind, source, output = words[0], Path(words[1]), Path(words[2]) if len(words) > 2 else None
    if kind == "incidents":
        target = output or SAMPLE / "incidents.csv.gz"
        print(f"{build_incidents(source, target)} rows in {target.name}")
    elif kind == "uptime":
        print(f"{build_uptime(source, output or SAMPLE)} checks of {source.name}")
    else:
        raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
