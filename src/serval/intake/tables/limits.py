"""How much an untrusted file may ask of this machine."""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one file; passing one is an IntakeError or the end of the child, never of the caller.

    max_file_bytes      text and Parquet: size after unpacking
    max_workbook_bytes  workbooks: sum of all parts after unpacking
    max_ratio           unpacked / packed, asked once `ratio_from_bytes` are passed
    max_filled_cells    cells that only exist because a merged range repeats its first cell
    cpu_seconds         processor time before the first byte; `cpu_seconds_per_mb` more for each megabyte read, so
                        that honest files of any size pass and small hostile ones end soon
    stall_seconds       wall time without a sign of life after which the child is killed
    batch_rows, batch_chars   a batch is handed over when it has that many rows or characters
    """

    max_file_bytes: int = 20_000_000_000
    max_cell_chars: int = 1_000_000
    max_row_chars: int = 4_000_000
    max_columns: int = 2_000
    max_archive_entries: int = 10_000
    max_directory_bytes: int = 2 * MIB
    max_ratio: int = 200
    ratio_from_bytes: int = 8 * MIB
    max_workbook_bytes: int = 1 * GIB
    max_workbook_rows: int = 1_048_576
    max_filled_cells: int = 5_000_000
    max_memory_bytes: int = 1 * GIB
    cpu_seconds: float = 10.0
    cpu_seconds_per_mb: float = 0.5
    stall_seconds: float = 10.0
    batch_rows: int = 2_000
    batch_chars: int = 4_000_000


DEFAULT_LIMITS = Limits()
