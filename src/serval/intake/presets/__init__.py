"""Presets: mappings of common exports, each column with the names it is known by in English and Chinese.

A preset can be used as it stands, or be the vocabulary from which `sniff` proposes a mapping of one file.
A preset assumes its zone; state names a tool uses for any kind of hold mean `waiting_hold`, which pauses only the
clocks that name it. Presets of records bear the name of their layout; further ones read a tool's own export.
"""

from __future__ import annotations

import difflib
from functools import cache
from importlib.resources import files

from serval.engine.errors import Problem
from serval.intake.mapping import Mapping, MappingError, parse_mapping

_SUFFIX = ".yaml"


@cache
def list_presets() -> tuple[str, ...]:
    """Names of all presets, sorted."""
    names = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)))


@cache
def presets_of(*layouts: str) -> tuple[tuple[str, Mapping], ...]:
    """Name and mapping of the presets of these layouts, sorted by name."""
    loaded = ((name, load_preset(name)) for name in list_presets())
    return tuple((name, preset) for name, preset in loaded if preset.layout in layouts)


@cache
def load_preset(name: str) -> Mapping:
    """The preset of that name. Raises MappingError `mapping.unknown_preset` with the near and all known names."""
    if name not in list_presets():
        near = difflib.get_close_matches(name, list_presets(), n=3)
        data = {"value": name, "near": near, "known": list(list_presets())}
        raise MappingError(Problem("mapping.unknown_preset", data))
    text = files(__name__).joinpath(name + _SUFFIX).read_text(encoding="utf-8")
    return parse_mapping(text, source=name + _SUFFIX)
