"""Texts of workbooks: what a cell cannot hold is replaced in sight, everything else stays as it is."""

from __future__ import annotations

import pytest

from serval.reporting.workbooks.texts import MOST_NAME, MOST_UNITS, clean_text, count_units, measure_width, name_sheet


@pytest.mark.parametrize(
    "text",
    [
        "",
        "=1+1",
        "＝1",
        "-5",
        "@x",
        "a\tb",
        "a\nb",
        "  edges  ",
        "工单—1",
        "𠮷野家",
        "_x0041_",
        "\u202ertl",
        "<r>&amp;</r>",
    ],
)
def test_a_text_that_a_cell_can_hold_is_not_changed(text: str) -> None:
    assert clean_text(text) == text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\0b", "a␀b"),
        ("\x07\x1b\x1f", "␇␛␟"),
        ("a\rb", "a␍b"),
        ("\x7f", "␡"),
        ("\ufffe\uffff", "��"),
        ("a\ud800b", "a�b"),
    ],
)
def test_what_xml_cannot_hold_is_replaced_in_sight(text: str, cleaned: str) -> None:
    assert clean_text(text) == cleaned


def test_a_line_end_of_another_system_stays_one_line_end() -> None:
    assert clean_text("one\r\ntwo") == "one\ntwo"


@pytest.mark.parametrize("character", ["x", "字", "𠮷"])
def test_a_text_too_long_for_a_cell_is_cut_and_says_how_long_it_was(character: str) -> None:
    text = character * (MOST_UNITS + 1)
    cleaned = clean_text(text)
    assert count_units(cleaned) <= MOST_UNITS
    assert cleaned.startswith(character * 16_000)
    assert cleaned.endswith(f" … [cut: {MOST_UNITS + 1} characters in all]")


def test_a_text_that_just_fits_is_whole() -> None:
    assert clean_text("x" * MOST_UNITS) == "x" * MOST_UNITS
    assert clean_text("𠮷" * (MOST_UNITS // 2)) == "𠮷" * (MOST_UNITS // 2)


@pytest.mark.parametrize(
    ("name", "borne"),
    [
        ("Breaches", "Breaches"),
        ("a/b\\c:d*e?f[g]", "a_b_c_d_e_f_g_"),
        ("'quoted'", "quoted"),
        ("", "_"),
        ("History", "History (2)"),
        ("未达标明细", "未达标明细"),
        ("x" * 40, "x" * MOST_NAME),
        ("𠮷" * 20, "𠮷" * (MOST_NAME // 2)),
    ],
)
def test_a_sheet_bears_a_name_that_spreadsheets_take(name: str, borne: str) -> None:
    assert name_sheet(name, ()) == borne


def test_a_name_that_is_taken_is_counted_on() -> None:
    assert name_sheet("Breaches", {"breaches"}) == "Breaches (2)"
    assert name_sheet("BREACHES", {"breaches", "breaches (2)"}) == "BREACHES (3)"
    assert name_sheet("x" * 31, {"x" * 31}) == "x" * 27 + " (2)"


def test_a_chinese_character_is_two_columns_wide() -> None:
    assert [measure_width(text) for text in ("abc", "达标", "达标 1", "one\nthree")] == [3, 4, 6, 5]
