"""Benchmarks: Serval beside the alternatives, in one run, as ratios; README.md holds the last results.

Their words: subject (one file, one table), round (every contender once, in turn), fresh (in a process of its own, from
its start to its end, with all imports).
"""
