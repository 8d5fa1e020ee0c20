"""Reads workbooks back with another library than the one that wrote them, and looks into their parts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

import openpyxl

from serval.reporting.workbooks import About, Cell, Column, Table, Workbook

ABOUT = About("Title", "SLA-1", "yunhai", created=1_777_852_800)


def write_book(*tables: Table, about: About = ABOUT) -> bytes:
    with Workbook(about) as book:
        for table in tables:
            book.add(table)
    return book.content


def write_rows(rows: Sequence[Sequence[Cell]], *, columns: int = 2, name: str = "Sheet") -> bytes:
    titles = [Column(f"C{place}") for place in range(columns)]
    return write_book(Table(name, titles, rows))


def open_book(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def read_sheets(content: bytes) -> dict[str, list[list[Any]]]:
    """The values of every sheet, its titles first."""
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in open_book(content)}


def read_records(content: bytes, name: str) -> list[dict[str, Any]]:
    """The rows of one sheet by their titles."""
    titles, *rows = read_sheets(content)[name]
    assert len(set(titles)) == len(titles)
    return [dict(zip(titles, row, strict=True)) for row in rows]


def list_texts(content: bytes) -> list[str]:
    return [cell for rows in read_sheets(content).values() for row in rows for cell in row if isinstance(cell, str)]


def read_parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def list_active(content: bytes) -> list[str]:
    """Everything in a workbook that a program would run, follow or fetch when it is opened."""
    pattern = re.compile(
        r"<(?:\w+:)?(?:f|hyperlinks?|ddeLink|oleLink|externalReference|dataValidation|webPublish)[ />]"
    )
    parts = read_parts(content)
    found = [f"{name}: {mark}" for name, text in parts.items() for mark in pattern.findall(text)]
    return found + [name for name in parts if re.search(r"externalLink|vbaProject|calcChain|connections", name)]
