"""Columns (列式): many items at once, judged by whole columns where that gives the very same second.

Its words: fact columns, plain item, lane. An item is plain when nothing in its life needs the judge's full rules;
plain items are judged in columns, all others one by one, and nobody can tell from the verdict which was which.
"""
