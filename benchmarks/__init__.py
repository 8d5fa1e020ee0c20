"""Benchmarks: Serval beside the alternatives, in one run, as ratios; benchmarks/README.md holds the last result."""
