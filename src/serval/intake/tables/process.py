"""The parent's end of the child: starting it, hearing it, ending it.

The child gets the opened file as its standard input and an environment without the parent's secrets; it bounds
itself (see child.py) before it reads the first byte.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from serval.intake.errors import IntakeError, refusal
from serval.intake.tables.frames import MAX_FRAME_BYTES, PREFIX

TABLE_CHILD = "serval.intake.tables.child"
_READ_BYTES = 1024 * 1024
_REASONS = {signal.SIGXCPU: "cpu", signal.SIGKILL: "killed", signal.SIGABRT: "memory"}


class ChildProcess:
    """One running child; `frames` yields what it says, `end` leaves neither process nor zombie nor open pipe.

    stall_seconds  how long it may be silent before it is killed · module  what it runs
    """

    def __init__(self, source: IO[bytes], request: str, *, stall_seconds: float, module: str = TABLE_CHILD) -> None:
        self.stall_seconds = stall_seconds
        self._heard = bytearray()
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
            [sys.executable, "-P", "-B", "-m", module, request],
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_child_environment(),
            cwd="/",
            start_new_session=True,
        )
        pipe = self._process.stdout
        if pipe is None:
            raise AssertionError("a child without its pipe")
        self._pipe = pipe
        self._poll = select.poll()
        self._poll.register(pipe.fileno(), select.POLLIN | select.POLLHUP)

    @property
    def pid(self) -> int:
        """Process id of the child."""
        return self._process.pid

    def frames(self) -> Iterator[tuple[int, bytes]]:
        """Kind and payload of each frame until the child closes its end.

        Raises IntakeError `file.child_killed` when it is silent too long, ends within a frame or was ended.
        """
        while True:
            if not self._fill(PREFIX.size):
                break
            kind, length = PREFIX.unpack_from(self._heard)
            if length > MAX_FRAME_BYTES:
                raise self._killed("nonsense")
            if not self._fill(PREFIX.size + length):
                break
            payload = bytes(self._heard[PREFIX.size : PREFIX.size + length])
            del self._heard[: PREFIX.size + length]
            yield kind, payload
        raise self._ended()

    def end(self) -> None:
        """Kills the child if it still runs and takes its exit status. May be called again."""
        self._process.kill()
        self._process.wait()
        self._pipe.close()

    def _fill(self, wanted: int) -> bool:
        while len(self._heard) < wanted:
            if not self._poll.poll(self.stall_seconds * 1000):
                raise self._killed("stalled")
            chunk = os.read(self._pipe.fileno(), _READ_BYTES)
            if not chunk:
                return False
            self._heard += chunk
        return True

    def _ended(self) -> IntakeError:
        try:
            status = self._process.wait(self.stall_seconds)
        except subprocess.TimeoutExpired:
            return self._killed("stalled")
        reason = _REASONS.get(signal.Signals(-status), "crashed") if status < 0 else "crashed"
        return refusal("file.child_killed", reason=reason)

    def _killed(self, reason: str) -> IntakeError:
        self.end()
        return refusal("file.child_killed", reason=reason)


def _child_environment() -> dict[str, str]:
    search_path = [str(Path(entry).resolve()) for entry in sys.path]
    return {
        "PYTHONPATH": os.pathsep.join(search_path),
        "PYTHONUTF8": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
    }
