"""Serval: service verdicts, agreements and levels.

Everything hangs on one chain: promise → terms → evidence → verdict → consequence → improvement.
The floors of the house, and who may import whom, stand in docs/architecture.md.
"""

__version__ = "0.1.0"
