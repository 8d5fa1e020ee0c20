"""Availability (可用性): from samples and outages to time up and down, exactly and in any order of arrival.

Its words: place, sample, outage, gap, fold, timeline, budget, burn rate, composite. Pure functions over spans; which
time is agreed, excluded and judged is told by whoever asks (rules 7 to 10 of docs/engine/availability.md).
"""
