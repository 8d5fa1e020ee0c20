"""The house rules that a machine can check and that ruff, mypy and import-linter do not know.

Its words: gate (one rule), source (one file), finding (one place where a gate has something to say).
A finding refuses (the check fails) or warns (above the aim, below the limit).
`python -m tools.gates [FOLDER]` runs every gate; may import the standard library only.
"""
