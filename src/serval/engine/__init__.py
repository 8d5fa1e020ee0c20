"""Floor 0, the engine: terms and evidence in, a verdict that shows its working out.

Its words: span, calendar, clock, reading, period, objective, verdict, ledger.
It knows no database, no wall clock, no web and no language: instants are whole UTC seconds, errors are
codes with data. May import the standard library, NumPy, pydantic, a YAML reader and tzdata; nothing of Serval above it.
"""

ENGINE_VERSION = "2"
"""Names the rules of judgement; it changes whenever the same terms and evidence could be judged differently."""
