"""Rebuild the sample log shipped with the demo from the published incident log (CC BY 4.0).

Usage: python -m tools.build_sample LOG.csv.zip [OUTPUT.csv.gz]

Kept are all critical and high incidents opened from March to May 2016 and every twentieth of the others, all their
rows, and the eight columns the demo reads. Same input, same bytes.
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
import zipfile
from pathlib import Path

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
OUTPUT = Path(__file__).parent.parent / "src" / "serval" / "site" / "sample" / "incidents.csv.gz"


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


def build_sample(source: Path, output: Path) -> int:
    """Write the sample and return its number of rows."""
    rows = read_log(source)
    kept = choose_incidents(rows)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    chosen = [row for row in rows if row["number"] in kept]
    writer.writerows(chosen)
    output.write_bytes(gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0))
    return len(chosen)


if __name__ == "__main__":
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else OUTPUT
    print(f"{build_sample(Path(sys.argv[1]), target)} rows in {target.name}")
