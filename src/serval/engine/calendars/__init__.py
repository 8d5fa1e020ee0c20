"""Business calendars: when work counts, and how far it is from one instant to another.

Its words: shift, opening, closing, working time, working day, make-up workday, horizon.
`spec` says what a calendar is; `compile` turns it into open UTC spans and is the only place where local time meets UTC;
`horizon` keeps running totals over as many years as were asked for; `calendar` answers for one value, `vectors` for
millions. May import the standard library, NumPy and the engine's spans, zones, instants and errors.
"""
