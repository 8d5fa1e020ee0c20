"""Floor 1, reporting: engine values become sentences, tables and files a person reads.

Its words: sentence, catalogue, scorecard table, clock bar.
Codes and data of engine and intake get their English or Chinese sentence here. May import the engine; no Django,
no other room of floor 1.
"""
