"""Floor 8, the site: settings, wiring, and the command line that puts the rooms together.

May import every lower floor; nothing imports it.
"""
