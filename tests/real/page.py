"""The page about the real logs: its tables are compared with what is computed, cell by cell."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "engine" / "real-logs.md"


def read_table(first_title: str, columns: int) -> list[tuple[str, ...]]:
    """The rows of the table whose header begins with `first_title` and has that many columns."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        if _cells(line)[:1] == (first_title,) and len(_cells(line)) == columns:
            rows = []
            for row in lines[number + 2 :]:
                if not row.startswith("|"):
                    return rows
                rows.append(_cells(row))
            return rows
    raise LookupError(first_title)


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip("|").split("|")) if line.startswith("|") else ()


def percent(part: int, whole: int, places: int) -> str:
    return f"{100 * part / whole:.{places}f} %"


def hours(seconds: int) -> str:
    return f"{seconds // 3600} h {seconds % 3600 // 60} min"
