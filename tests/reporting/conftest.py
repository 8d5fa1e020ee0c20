"""Each test begins in English and leaves English behind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from serval.reporting.catalogue import set_language


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")
