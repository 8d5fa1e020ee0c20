"""Our own checks, run by `make check`; no part of the product and never imported by it.

gates      sizes, names, package openings, arithmetic on datetimes, wall clocks: `python -m tools.gates`
contracts  an import-linter contract of our own, used by .importlinter
"""
