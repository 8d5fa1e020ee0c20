"""Floor 1, intake: files from other tools become engine values.

Its words: source file, row, mapping, preset, bad row, fact, item, holiday set.
Every file is untrusted: it is parsed in a limited child process and refused with file, row, column, value and reason.
May import the engine and parsing libraries; no Django, no other room of floor 1.
"""
