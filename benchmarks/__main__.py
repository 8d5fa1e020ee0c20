"""`make bench`: all subjects or those named, small with --quick, written into the README with --write."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

from benchmarks.machine import describe_machine
from benchmarks.readme import write_result, write_section
from benchmarks.results import write_text

SUBJECTS = ("calendars", "tickets", "samples", "scaling")
LIBRARIES = ("numpy", "pyarrow", "duckdb", "ibis-framework", "businesstimedelta")


def main() -> None:
    """Measures subject by subject; a subject that fails ends the run."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=f"of {', '.join(SUBJECTS)}; unless named, all")
    parser.add_argument("--quick", action="store_true", help="small sizes and few rounds: does everything still run?")
    parser.add_argument("--write", action="store_true", help="write the results into benchmarks/README.md")
    asked = parser.parse_args()
    if unknown := set(asked.subjects) - set(SUBJECTS):
        parser.error(f"no subject is called {', '.join(sorted(unknown))}")
    if asked.quick and asked.write:
        parser.error("quick figures are not worth writing down")
    machine = describe_machine(LIBRARIES)
    sys.stdout.write(f"{machine}\n")
    for subject in asked.subjects or SUBJECTS:
        sys.stdout.write(f"\n{subject}\n\n")
        sys.stdout.flush()
        result = import_module(f"benchmarks.{subject}").measure(quick=asked.quick)
        sys.stdout.write(write_text(result))
        if asked.write:
            write_result(result)
            write_section("machine", machine)


if __name__ == "__main__":
    main()
