"""Files as accidents and enemies leave them: real tables, changed by a seeded random hand."""

from __future__ import annotations

import csv
import gzip
import io
import random
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.intake.tables.tables_read import wall

HEADER = ["编号", "状态", "创建时间", "Variant", "Variant", "说明"]
_TOKENS = (
    b'"',
    b"\0",
    b"\r",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    "已解决".encode("gb18030"),
    "已解决".encode(),
    b"," * 3000,
    b"9" * 5000,
    b"<!DOCTYPE x>",
    b"&amp;&lt;&#0;",
    b"PK\x03\x04",
    b"\x1e\x1f",
    b"A1:XFD1048576",
)


def _rows() -> list[list[str]]:
    opened = wall(2026, 5, 4, 9, 0)
    rows = [["INC" + str(i), "已解决", _moment(opened, i), "a", "b", f'多行\n"{i}", x'] for i in range(30)]
    return [HEADER, *rows[:15], HEADER, *rows[15:]]


def _moment(opened: datetime, hours: int) -> str:
    return (opened + timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M")


def _delimited(codec: str, delimiter: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(_rows())
    return text.getvalue().encode(codec)


def _merged_workbook(path: Path) -> bytes:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["五月事件"])
    for number, row in enumerate(_rows()):
        book.active.append([row[0], number, wall(2026, 5, 4) + timedelta(hours=number), True, *row[3:]])
    book.active.merge_cells("A1:F1")
    book.active.merge_cells("A5:A9")
    book.create_sheet("hidden").sheet_state = "hidden"
    book.save(path)
    return path.read_bytes()


def _formula_workbook(path: Path) -> bytes:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    shown = [book.add_format({"num_format": code}) for code in ("yyyy-mm-dd", "[h]:mm", "h:mm")]
    for number, row in enumerate(_rows()):
        sheet.write_row(number, 0, row)
        sheet.write_formula(number, 7, "=1/0", None, "#DIV/0!")
        sheet.write_number(number, 8, number * 1.7, shown[number % 3])
    book.close()
    return path.read_bytes()


def _parquet(path: Path) -> bytes:
    rows = _rows()[1:]
    moments = pa.array([wall(2026, 5, 4)] * len(rows), pa.timestamp("us"))
    pq.write_table(pa.table({"id": [r[0] for r in rows], "at": moments, "n": range(len(rows))}), path)
    return path.read_bytes()


def build_originals(folder: Path) -> dict[str, bytes]:
    """One whole file of each kind, by name."""
    plain = _delimited("utf-8", ",")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("log.csv", plain)
    return {
        "utf8.csv": plain,
        "bom.csv": _delimited("utf-8-sig", ";"),
        "gb.tsv": _delimited("gb18030", "\t"),
        "utf16.csv": _delimited("utf-16", ","),
        "log.csv.gz": gzip.compress(plain),
        "log.zip": packed.getvalue(),
        "merged.xlsx": _merged_workbook(folder / "merged.xlsx"),
        "formulas.xlsx": _formula_workbook(folder / "formulas.xlsx"),
        "log.parquet": _parquet(folder / "log.parquet"),
    }


def mutate(name: str, original: bytes, hand: random.Random) -> bytes:
    """The file changed once to five times, outside or within what it packs."""
    if name.endswith((".xlsx", ".zip")) and hand.random() < 0.7:
        return _mutate_part(original, hand)
    if name.endswith(".gz") and hand.random() < 0.5:
        return gzip.compress(_mutate_bytes(gzip.decompress(original), hand))
    return _mutate_bytes(original, hand)


def _mutate_part(original: bytes, hand: random.Random) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(original)) as source, zipfile.ZipFile(packed, "w") as target:
        chosen = hand.choice(source.namelist())
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, _mutate_bytes(content, hand) if name == chosen else content)
    return packed.getvalue()


def _mutate_bytes(original: bytes, hand: random.Random) -> bytes:
    content = bytearray(original)
    for _ in range(hand.randint(1, 5)):
        if not content:
            break
        at = hand.randrange(len(content))
        end = min(len(content), at + hand.randint(1, 200))
        match hand.randrange(6):
            case 0:
                content[at] ^= 1 << hand.randrange(8)
            case 1:
                del content[at:]
            case 2:
                del content[at:end]
            case 3:
                content[at:at] = content[at:end] * hand.randint(1, 3)
            case 4:
                content[at:at] = hand.randbytes(hand.randint(1, 20))
            case _:
                content[at:at] = hand.choice(_TOKENS)
    return bytes(content)
