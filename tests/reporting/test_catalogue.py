"""The Chinese catalogue: complete, in step with the source, and its figures are those of the source."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from serval.reporting.catalogue import current_language, find_language, set_language, translate
from tools.catalogue import (
    CATALOGUE,
    build_catalogue,
    extract_strings,
    list_untranslated,
    read_catalogue,
    write_catalogue,
)

FIGURE = re.compile(r"\{(\w*)\}")


def list_unequal_figures(catalogue: Catalog) -> list[str]:
    """Source strings whose translation has other placeholders."""
    messages = [message for message in catalogue if message.id and message.string]
    return [
        str(message.id)
        for message in messages
        if sorted(set(FIGURE.findall(str(message.id)))) != sorted(set(FIGURE.findall(str(message.string))))
    ]


def build(**strings: str) -> Catalog:
    catalogue = Catalog(locale="zh_Hans")
    for source, translation in strings.items():
        catalogue.add(source.replace("_", " "), translation)
    return catalogue


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return read_catalogue()


def test_every_string_is_translated_and_none_is_a_guess(catalogue: Catalog) -> None:
    assert list_untranslated(catalogue) == []


def test_control_a_missing_and_a_guessed_translation_are_found() -> None:
    catalogue = build(met="达标", breached="")
    catalogue.add("guessed", "猜的", flags={"fuzzy"})
    assert list_untranslated(catalogue) == ["breached", "guessed"]


def test_the_catalogue_holds_exactly_the_strings_of_the_source(catalogue: Catalog) -> None:
    held = [str(message.id) for message in catalogue if message.id]
    strings = extract_strings()
    assert sorted(set(strings) - set(held)) == []
    assert sorted(set(held) - set(strings)) == []


def test_a_translation_has_the_figures_of_its_source(catalogue: Catalog) -> None:
    assert list_unequal_figures(catalogue) == []


def test_control_a_lost_and_a_renamed_figure_are_found() -> None:
    catalogue = Catalog(locale="zh_Hans")
    catalogue.add("{n} d", "天")
    catalogue.add("row {n}", "第 {m} 行")
    catalogue.add("{a} of {b}", "{b} 中的 {a}")
    assert list_unequal_figures(catalogue) == ["{n} d", "row {n}"]


def test_translations_have_no_english_punctuation_between_chinese(catalogue: Catalog) -> None:
    wrong = re.compile(r"[\u4e00-\u9fff][,;:?!](?:\s|[\u4e00-\u9fff]|$)|[\u4e00-\u9fff]\.(?:\s|$)|\([\u4e00-\u9fff]")
    found = [str(message.string) for message in catalogue if message.id and wrong.search(str(message.string))]
    assert found == []


def test_a_number_stands_apart_from_the_chinese_around_it(catalogue: Catalog) -> None:
    close = re.compile(r"[\u4e00-\u9fff][0-9]|[0-9][\u4e00-\u9fff]")
    found = [str(message.string) for message in catalogue if message.id and close.search(str(message.string))]
    assert found == []


def test_writing_the_catalogue_again_changes_nothing(tmp_path: Path, catalogue: Catalog) -> None:
    again = tmp_path / "serval.po"
    write_catalogue(build_catalogue(catalogue), again)
    assert again.read_text(encoding="utf-8") == CATALOGUE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_TW"}, "zh"),
        ({"SERVAL_LANG": "en", "LC_ALL": "zh_CN.UTF-8"}, "en"),
        ({"SERVAL_LANG": "ZH", "LANG": "en_US.UTF-8"}, "zh"),
    ],
)
def test_the_first_language_variable_that_is_set_decides(environ: dict[str, str], language: str) -> None:
    assert find_language(environ) == language


def test_strings_are_shown_in_the_language_that_was_set() -> None:
    set_language("zh")
    assert (current_language(), translate("breached")) == ("zh", "未达标")
    set_language("en")
    assert (current_language(), translate("breached")) == ("en", "breached")


def test_a_string_without_translation_is_shown_as_it_is() -> None:
    set_language("zh")
    assert translate("a string nobody translates") == "a string nobody translates"
