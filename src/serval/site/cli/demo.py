"""`serval demo`: a real incident log judged by an example agreement, and what to try next."""

from __future__ import annotations

from importlib.resources import as_file, files

import typer
from rich.text import Text

from serval.reporting.catalogue import translate as _
from serval.site.cli.evaluate import evaluate
from serval.site.cli.explain import explain
from serval.site.cli.views.console import open_console

DEMO_ITEM = "INC0030920"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "demo",
        help=_("Judge a shipped sample of a real incident log and explain one item."),
        epilog=_("Example: serval demo --lang zh"),
    )(demo)


def demo() -> int:
    """Scorecard, one explanation, next steps. The exit code is 0: a breach in the sample is no failure of the demo."""
    console = open_console()
    with as_file(files("serval.site").joinpath("sample")) as folder:
        terms, log, mapping = folder / "terms.yaml", folder / "incidents.csv.gz", folder / "mapping.yaml"
        shown = folder if not folder.is_relative_to(folder.cwd()) else folder.relative_to(folder.cwd())
        command = f"--tickets {shown / log.name} --mapping {shown / mapping.name}"
        console.print(Text(f"$ serval evaluate {shown / terms.name} {command}", style="quiet"), soft_wrap=True)
        evaluate(terms, [log], str(mapping))
        console.print()
        console.print(
            Text(f"$ serval explain {shown / terms.name} {command} --item {DEMO_ITEM}", style="quiet"), soft_wrap=True
        )
        explain(terms, [log], str(mapping), DEMO_ITEM)
        console.print((folder / "ATTRIBUTION.txt").read_text(encoding="utf-8").strip(), style="quiet")
    console.print()
    console.print(Text(_("Try next:"), style="head"))
    for line in (
        _("serval intake sniff YOUR_EXPORT.xlsx      proposes how to read a file of yours"),
        _("serval terms show {terms}      the promises in words").format(terms=shown / terms.name),
        _("serval calendar show --calendar FILE      the hours of a month"),
        _("serval evaluate --help      everything else"),
    ):
        console.print("  " + line, soft_wrap=True)
    return 0
