"""The child process: bounded, heard, and gone when nobody needs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from serval.intake.tables import IntakeError, Limits, Row, frames, open_table
from serval.intake.tables.limits import MIB
from serval.intake.tables.process import ChildProcess
from tests.intake.tables.tables_read import write
from tests.intake.tables.workbook_files import write_workbook


def _big_log(path: Path, rows: int = 200_000) -> Path:
    return write(path, "id,text\n" + "".join(f"{i},{'x' * 40}\n" for i in range(rows)))


def _is_gone(pid: int) -> bool:
    """Neither running nor a zombie."""
    return not Path(f"/proc/{pid}").exists()


def test_rows_come_in_batches_with_their_numbers(tmp_path: Path) -> None:
    path = write(tmp_path / "log.csv", "id,state\n1,new\n\n2,\n")
    with open_table(path, limits=Limits(batch_rows=1)) as table:
        batches = list(table.rows())
    assert batches == [[Row(2, ("1", "new"))], [Row(4, ("2", ""))]]
    assert (table.name, table.kind, table.encoding, table.header) == ("log.csv", "csv", "utf-8", ("id", "state"))


def test_typed_rows_and_repeated_headers_come_through(tmp_path: Path) -> None:
    with open_table(write_workbook(tmp_path / "log.xlsx")) as table:
        assert list(table.rows()) == [[Row(2, (1, "new"))]]
    with open_table(write(tmp_path / "log.csv", "id,state\n1,new\nid,state\n2,new\n")) as table:
        assert len(next(table.rows())) == 2
        assert list(table.rows()) == []
        assert table.repeated_headers == 1


def test_options_reach_the_child(tmp_path: Path) -> None:
    path = write(tmp_path / "log.csv", "题目,\n编号,状态\n1,新建\n", "gb18030")
    with open_table(path, encoding="gbk", header_row=2) as table:
        assert (table.encoding, table.header) == ("gbk", ("编号", "状态"))
    with pytest.raises(IntakeError, match=r"file\.sheet_unknown"):
        open_table(write_workbook(tmp_path / "log.xlsx"), sheet="none")


def test_progress_rises_to_the_size_of_the_file(tmp_path: Path) -> None:
    path = _big_log(tmp_path / "log.csv", 400_000)
    heard: list[tuple[int, int]] = []
    with open_table(path, progress=lambda done, total: heard.append((done, total))) as table:
        assert sum(len(batch) for batch in table.rows()) == 400_000
    size = path.stat().st_size
    assert {total for _, total in heard} == {size}
    assert heard == sorted(heard)
    assert size / 2 < heard[-1][0] <= size


@pytest.mark.parametrize("read_first", [False, True])
def test_leaving_early_ends_the_child_and_leaves_no_zombie(tmp_path: Path, *, read_first: bool) -> None:
    with open_table(_big_log(tmp_path / "log.csv")) as table:
        pid = table.child_pid
        assert not _is_gone(pid)
        if read_first:
            next(table.rows())
    assert _is_gone(pid)
    assert list(table.rows()) == []


def test_the_last_row_ends_the_child_even_without_leaving(tmp_path: Path) -> None:
    table = open_table(write(tmp_path / "log.csv", "id,state\n1,new\n"))
    assert len(list(table.rows())) == 1
    assert _is_gone(table.child_pid)


def test_a_refusal_in_the_middle_ends_the_child(tmp_path: Path) -> None:
    path = write(tmp_path / "log.csv", "id,text\n" + "1,a\n" * 5_000 + '2,"open\n')
    with open_table(path) as table:
        with pytest.raises(IntakeError) as caught:
            for _ in table.rows():
                pass
        assert _is_gone(table.child_pid)
    assert caught.value.source == "log.csv"
    assert caught.value.problems[0].data == {"file": "log.csv", "row": 5_002}


def test_a_child_that_is_killed_is_an_error_not_an_end(tmp_path: Path) -> None:
    with open_table(_big_log(tmp_path / "log.csv")) as table:
        os.kill(table.child_pid, 9)
        with pytest.raises(IntakeError, match=r"file\.child_killed"):
            for _ in table.rows():
                pass


def test_a_child_that_hangs_is_killed(tmp_path: Path) -> None:
    request = json.dumps({"name": "log.csv", "limits": asdict(Limits())})
    with _big_log(tmp_path / "log.csv").open("rb") as source:
        child = ChildProcess(source, request, stall_seconds=60)
    sent = child.frames()
    next(sent)
    os.kill(child.pid, signal.SIGSTOP)
    child.stall_seconds = 0.1
    with pytest.raises(IntakeError) as caught:
        for _ in sent:
            pass
    assert caught.value.problems[0].data["reason"] == "stalled"
    assert _is_gone(child.pid)


def test_the_child_bounds_itself_before_it_reads() -> None:
    code = (
        "import resource, serval.intake.tables.child as child; from serval.intake.tables import Limits\n"
        "child._bound_process(Limits())\n"
        "kinds = ('AS', 'CPU', 'FSIZE', 'CORE', 'NOFILE', 'NPROC')\n"
        "print([resource.getrlimit(getattr(resource, 'RLIMIT_' + kind))[0] for kind in kinds])\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    limits = Limits()
    assert json.loads(told.stdout) == [limits.max_memory_bytes, limits.cpu_seconds, 0, 0, 64, 0]


def test_the_processor_budget_grows_with_the_bytes_read() -> None:
    code = (
        "import resource; from serval.intake.tables import Limits; from serval.intake.tables.child import Budget\n"
        f"Budget(Limits(cpu_seconds=3, cpu_seconds_per_mb=0.5)).allow({10 * MIB})\n"
        "print(resource.getrlimit(resource.RLIMIT_CPU)[0])\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "8"


def test_secrets_of_the_environment_stay_with_the_parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_PASSWORD", "secret")
    with open_table(_big_log(tmp_path / "log.csv")) as table:
        environment = Path(f"/proc/{table.child_pid}/environ").read_bytes()
    assert b"PYTHONPATH=" in environment
    assert b"secret" not in environment


@pytest.mark.parametrize("name", ["missing.csv", ".", "pipe"])
def test_what_is_no_readable_file_is_refused_without_a_child(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(IntakeError) as caught:
        open_table(tmp_path / name)
    expected = "file.not_found" if name == "missing.csv" else "file.not_a_file"
    assert caught.value.code == expected


@pytest.mark.parametrize(
    ("unpack", "payload"),
    [
        (frames.unpack_header, b"[]"),
        (frames.unpack_header, b'{"name": "a"}'),
        (frames.unpack_header, b'{"name":1,"kind":"","encoding":"","header":[],"repeated":[]}'),
        (frames.unpack_done, b"{}"),
        (frames.unpack_progress, b"123"),
        (frames.unpack_text_rows, b"\xff\xff\xff\xffabc"),
        (frames.unpack_text_rows, b"\x01\0\0\0" + b"\0" * 8 + b"\xff"),
        (frames.unpack_typed_rows, b'[[1, [{"a": "b"}]]]'),
        (frames.unpack_typed_rows, b"[[1, [[2]]]]"),
        (frames.unpack_typed_rows, b"[" * 100_000),
    ],
)
def test_nonsense_from_a_child_is_an_error(unpack: object, payload: bytes) -> None:
    with pytest.raises(IntakeError) as caught:
        unpack(payload)  # type: ignore[operator]
    assert caught.value.problems[0].data["reason"] == "nonsense"


def test_cells_that_hold_our_separators_come_through_whole(tmp_path: Path) -> None:
    path = write(tmp_path / "log.csv", "id,text\n1,a\x1eb\x1fc\n2,plain\n")
    with open_table(path) as table:
        assert next(table.rows()) == [Row(2, ("1", "a\x1eb\x1fc")), Row(3, ("2", "plain"))]
