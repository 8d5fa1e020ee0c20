"""Run every gate: `python -m tools.gates [FOLDER]`; exit 1 when one refuses."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.gates.datetimes import check_datetimes
from tools.gates.names import check_names, check_openings
from tools.gates.sizes import check_modules, check_templates
from tools.gates.sources import Finding, read_sources
from tools.gates.wall_clock import check_wall_clocks


def run_gates(root: Path) -> list[Finding]:
    """Everything the gates have to say about a checkout, sorted by place."""
    modules = list(read_sources(root, ".py"))
    templates = list(read_sources(root, ".html"))
    return sorted(
        [
            *check_modules(modules),
            *check_templates(templates),
            *check_names(modules + templates),
            *check_openings(modules),
            *check_wall_clocks(modules),
            *check_datetimes(modules),
        ]
    )


def main() -> int:
    """Print the findings, warnings included; the exit code counts only refusals."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path.cwd()
    findings = run_gates(root)
    for finding in findings:
        weight = "refused" if finding.refused else "warning"
        print(f"{finding.path}:{finding.line}: {weight} [{finding.gate}] {finding.text}")
    refused = sum(finding.refused for finding in findings)
    print(f"gates: {refused} refused, {len(findings) - refused} warnings")
    return 1 if refused else 0


sys.exit(main())
