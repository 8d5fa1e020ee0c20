"""`serval terms show|schema|check`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from serval.engine.errors import ServalError
from serval.engine.terms import load_terms, terms_digest, terms_schema
from serval.engine.terms.load import canonical_terms
from serval.reporting.catalogue import mark
from serval.reporting.catalogue import translate as _
from serval.site.cli import terms_lint, terms_new
from serval.site.cli.inputs import load_agreement, read_text
from serval.site.cli.options import HolidaysOption, TermsArgument
from serval.site.cli.views.agreement import print_agreement
from serval.site.cli.views.console import open_console
from serval.site.cli.views.problems import print_error

ALL_RIGHT, SOME_WRONG = 0, 2


def build() -> typer.Typer:
    """The group of commands about terms."""
    app = typer.Typer(help=_("Look at the terms of an agreement and check them."), no_args_is_help=True)
    app.command(
        "show",
        help=_("Show what the terms promise, in words."),
        epilog=_("Example: serval terms show terms.yaml"),
    )(show)
    app.command(
        "check",
        help=_("Check terms; every mistake is named with its line. Exit code: 0 none is wrong, 2 one is."),
        epilog=_("Example: serval terms check agreements/*.yaml"),
    )(check)
    app.command(
        "schema",
        help=_("Print the JSON Schema of serval/v1."),
        epilog=_("Example: serval terms schema > serval-v1.schema.json"),
    )(schema)
    terms_lint.register(app)
    terms_new.register(app)
    return app


def show(
    terms: TermsArgument,
    holidays: HolidaysOption = [],
    as_json: Annotated[bool, typer.Option("--json", help=mark("Print the canonical form."))] = False,
) -> int:
    if as_json:
        loaded = load_terms(read_text(terms), source=str(terms))
        document = {"digest": terms_digest(loaded), "terms": canonical_terms(loaded)}
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    else:
        print_agreement(load_agreement(terms, holidays))
    return 0


def check(
    files: Annotated[list[Path], typer.Argument(metavar="TERMS", help=mark("Terms to check."))],
    holidays: HolidaysOption = [],
) -> int:
    console = open_console()
    code = ALL_RIGHT
    for path in files:
        try:
            agreement = load_agreement(path, holidays)
        except ServalError as error:
            print_error(error)
            code = SOME_WRONG
            continue
        text = _("{file}: {n} objectives, digest {digest}")
        console.print(text.format(file=path, n=len(agreement.objectives), digest=agreement.digest), soft_wrap=True)
    return code


def schema() -> int:
    sys.stdout.write(json.dumps(terms_schema(), ensure_ascii=False, indent=2) + "\n")
    return 0
