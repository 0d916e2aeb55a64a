"""When to look at an article again, learned from how it and its outlet have changed.

In: what looks have told so far. Out: pauses, and how policies compare on recorded histories. It
knows no clock, database or network: times are given.
"""
