"""Templates (模板): terms to start an agreement from, each valid as it stands.

Every figure names its source; comments, in English and Chinese, say where the source is silent and what is meant here.
Its words: template (a whole document), blank (what differs from one agreement to the next). docs/templates.md lists
them; nothing in the engine imports this.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from serval.engine.errors import Problem, TermsError

_SUFFIX = ".yaml"
_COMMENT = re.compile(r"\s*#")
_CHINESE = re.compile("[\u4e00-\u9fff]")

BLANKS = ("number", "provider", "client", "from", "until")
"""What differs from one agreement to the next; each stands in a line of its own, once in the head of a template."""


@cache
def list_templates() -> tuple[str, ...]:
    """Names of all templates, sorted."""
    names = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)))


@cache
def load_template(name: str) -> str:
    """The text of a template. Raises TermsError `terms.unknown_template` with the near and all known names."""
    if name not in list_templates():
        near = difflib.get_close_matches(name, list_templates(), n=3)
        data = {"value": name, "near": near, "known": list(list_templates())}
        raise TermsError(Problem("terms.unknown_template", data))
    return files(__name__).joinpath(name + _SUFFIX).read_text(encoding="utf-8")


def fill_template(text: str, values: Mapping[str, str], *, comments: Literal["zh", "en"] | None = None) -> str:
    """A template with some of its `BLANKS` filled in, whatever the values say: loading tells whether they can be meant.

    comments  keep only the comments in this language. Raises KeyError for a name that is no blank.
    """
    for key, value in values.items():
        if key not in BLANKS:
            raise KeyError(key)
        line = f"  {key}: {json.dumps(value, ensure_ascii=False)}"
        start = text.index(f"\n  {key}: ") + 1
        text = text[:start] + line + text[text.index("\n", start) :]
    if comments is None:
        return text
    return "".join(line for line in text.splitlines(keepends=True) if _is_kept(line, comments))


def _is_kept(line: str, language: str) -> bool:
    if not _COMMENT.match(line):
        return True
    return bool(_CHINESE.search(line)) == (language == "zh")
