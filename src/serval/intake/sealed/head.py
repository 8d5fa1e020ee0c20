"""The head of a sealed file: what it holds, and what was found when its sources were read."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from serval.engine.canonical import sha256_hex
from serval.engine.instants import FIRST_INSTANT, LAST_INSTANT
from serval.intake.errors import refusal
from serval.intake.rowpass import RowReport
from serval.intake.tables.limits import MIB

HEAD_KEY = "serval.sealed"
"""Key of the head in the key-value metadata of the Parquet file."""

HEAD_DIGEST_KEY = "serval.sealed.sha256"
"""Key of the SHA-256 of the head: pages have checksums of their own, the metadata of Parquet has none."""

HEAD_FORMAT: Literal["serval/v1"] = "serval/v1"
MAX_HEAD_BYTES = 16 * MIB

SealedKind = Literal["facts", "samples"]

Report = TypeVar("Report", bound=RowReport)

_MAX_FOOTER_BYTES = 4 * MAX_HEAD_BYTES
_DUPLICATE_TEXTS = ("file", "value", "first_file")
_DUPLICATE_ROWS = ("row", "first_row")


class SealedHead(BaseModel):
    """What a sealed file says of itself.

    reports           what the reports of the intake said, one for each pass over sources
    earliest, latest  first and last instant any good row spoke of; None without any
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")

    format: Literal["serval/v1"] = HEAD_FORMAT
    kind: SealedKind
    reports: tuple[dict[str, Any], ...]
    earliest: int | None = None
    latest: int | None = None

    def list_reports(self, shape: type[Report]) -> tuple[Report, ...]:
        """The reports as values. Raises IntakeError `sealed.head` for what no intake has said."""
        try:
            reports = TypeAdapter(tuple[shape, ...]).validate_json(json.dumps(self.reports))  # type: ignore[valid-type]
        except ValidationError as error:
            raise _broken(error) from None
        for report in reports:
            _check_report(report)
        return reports


def write_head(
    kind: SealedKind, reports: Sequence[RowReport], *, earliest: int | None, latest: int | None
) -> dict[str, str]:
    """The head as key-value metadata of a Parquet file; the same evidence gives the same bytes.

    Raises IntakeError `sealed.zone_assumed`.
    """
    _check_zones(reports)
    document = {
        "format": HEAD_FORMAT,
        "kind": kind,
        "earliest": earliest,
        "latest": latest,
        "reports": [asdict(report) for report in reports],
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return {HEAD_KEY: text, HEAD_DIGEST_KEY: sha256_hex(text.encode())}


def _check_zones(reports: Sequence[RowReport]) -> None:
    """Sealed instants stand for good, so no zone may have been assumed to make them."""
    for report in reports:
        if report.timezone_assumed and report.needed_zone:
            raise refusal("sealed.zone_assumed", zone=report.timezone)


def parse_head(metadata: Mapping[bytes, bytes]) -> SealedHead:
    """The head in the key-value metadata of a file.

    Raises IntakeError `sealed.format` for a file of a later format, `sealed.head` for a head that is none.
    """
    text = metadata.get(HEAD_KEY.encode(), b"")
    if not text or len(text) > MAX_HEAD_BYTES:
        raise refusal("sealed.head", key=HEAD_KEY)
    if metadata.get(HEAD_DIGEST_KEY.encode()) != sha256_hex(text).encode():
        raise refusal("sealed.head", key=HEAD_DIGEST_KEY)
    try:
        found = json.loads(text)
        if isinstance(found, dict) and isinstance(found.get("format"), str) and found["format"] != HEAD_FORMAT:
            raise refusal("sealed.format", value=found["format"][:40], newest=HEAD_FORMAT)
        head = SealedHead.model_validate_json(text)
    except ValidationError as error:
        raise _broken(error) from None
    except (ValueError, RecursionError):
        raise refusal("sealed.head", key=HEAD_KEY) from None
    _check_instants("earliest", head.earliest, head.latest)
    return head


def _broken(error: ValidationError) -> Exception:
    return refusal("sealed.head", key=".".join(map(str, error.errors()[0]["loc"])))


def _check_instants(key: str, first: int | None, last: int | None) -> None:
    """Both or none, in the order of time, and instants that can be shown."""
    if first is None and last is None:
        return
    if first is None or last is None or not FIRST_INSTANT <= first <= last <= LAST_INSTANT:
        raise refusal("sealed.head", key=key)


def _check_report(report: RowReport) -> None:
    _check_instants("first", report.first, report.last)
    for problem in report.contradictions:
        data = problem.data
        texts = all(isinstance(data.get(key), str) for key in _DUPLICATE_TEXTS)
        rows = all(isinstance(data.get(key), int) for key in _DUPLICATE_ROWS)
        if problem.code != "row.duplicate" or not texts or not rows:
            raise refusal("sealed.head", key="contradictions")


def is_sealed(path: Path) -> bool:
    """Whether a file is Parquet that names a head of ours; nothing is parsed, so any file may be asked about."""
    with suppress(OSError, ValueError):
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as stream:
            if stream.read(4) != b"PAR1":
                return False
            size = stream.seek(0, os.SEEK_END)
            stream.seek(max(0, size - 8))
            length = int.from_bytes(stream.read(4), "little")
            stream.seek(max(0, size - 8 - length))
            return HEAD_KEY.encode() in stream.read(min(length, _MAX_FOOTER_BYTES))
    return False
