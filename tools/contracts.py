"""The import rule that import-linter does not bring: a list of what may be imported from outside."""

from __future__ import annotations

import sys

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

Broken = tuple[str, str, int]
"""Importer, imported package, line number."""


class AllowedPackagesContract(Contract):
    """A package imports, from outside the root package, the standard library and the named packages only.

    A list of forbidden packages would let in every package nobody has thought of.
    """

    type_name = "allowed_packages"

    source_package = fields.StringField()
    allowed = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002 - the base class names it
        """Compare every direct import of the package with the list."""
        source = str(self.source_package)
        root = source.partition(".")[0]
        known = {root, *self.allowed, *sys.stdlib_module_names}  # type: ignore[misc]
        broken: list[Broken] = []
        for importer in sorted({source} | graph.find_descendants(source)):
            for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                if imported.partition(".")[0] not in known:
                    details = graph.get_import_details(importer=importer, imported=imported)
                    broken += [(importer, imported, detail["line_number"]) for detail in details]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line for each import that is not allowed."""
        for importer, imported, line in check.metadata["broken"]:
            output.print_error(f"{importer} is not allowed to import {imported} (l.{line})")
