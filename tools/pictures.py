"""Make the pictures of the documents: `python -m tools.pictures` runs the real commands and draws what they print."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
SAMPLE = "src/serval/site/sample"
EVIDENCE = ["--tickets", f"{SAMPLE}/incidents.csv.gz", "--mapping", f"{SAMPLE}/mapping.yaml"]
COMMANDS = {
    "scorecard": (120, ["evaluate", f"{SAMPLE}/terms.yaml", *EVIDENCE]),
    "explanation": (124, ["explain", f"{SAMPLE}/terms.yaml", *EVIDENCE, "--item", "INC0030920"]),
}
LANGUAGES = ("en", "zh")
ASPECT = 0.61
CELL = 20 * ASPECT
TEXT = re.compile(r'<text([^>]*?) x="([^"]*)"([^>]*?) textLength="([^"]*)"([^>]*)>([^<]*)</text>')
MONOSPACE = "ui-monospace, 'Cascadia Mono', Menlo, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace"


def run_command(words: list[str], language: str, width: int) -> str:
    """What a command prints on a colour terminal of this width."""
    environment = {**os.environ, "SERVAL_LANG": language, "FORCE_COLOR": "1", "COLUMNS": str(width)}
    program = [sys.executable, "-c", "from serval.site.cli import main; main()", *words]
    done = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return done.stdout


def draw(text: str, title: str, width: int) -> str:
    """The text as an SVG that loads nothing: the fonts are the reader's own."""
    with Path(os.devnull).open("w") as nowhere:
        console = Console(record=True, width=width, file=nowhere, force_terminal=True)
        console.print(Text.from_ansi(text.rstrip()), soft_wrap=True)
    own_fonts = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    own_fonts = own_fonts.replace("Fira Code, monospace", MONOSPACE)
    picture = console.export_svg(title=title, code_format=own_fonts, unique_id="serval", font_aspect_ratio=ASPECT)
    return TEXT.sub(_place_words, picture)


def _place_words(found: re.Match[str]) -> str:
    """Columns stay columns in every viewer: each word between wide gaps gets a place of its own."""
    before, x, between, _length, after, content = found.groups()
    placed, column = [], 0
    for word in re.split(r"((?:&#160;){2,}|^&#160;)", content):
        width = cell_len(unescape(word))
        if word.replace("&#160;", "").strip():
            place = f'{before} x="{float(x) + column * CELL:g}"{between} textLength="{width * CELL:g}"{after}'
            placed.append(f"<text{place}>{word}</text>")
        column += width
    return "".join(placed)


def main() -> None:
    """Draw every picture in every language."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, (width, words) in COMMANDS.items():
        for language in LANGUAGES:
            picture = draw(run_command(words, language, width), f"serval {words[0]}", width)
            (PICTURES / f"{name}-{language}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
