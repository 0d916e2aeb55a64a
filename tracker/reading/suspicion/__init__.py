"""Signs that a capture is not the article: a wall, an error, another page, a damaged one.

In: a page as it came, its reading, and the article as last seen, if it was. Out: signs, each with
a plain reason. It must never know a database, a network or a clock; what follows from a sign is
decided by the rule in `tracker.services.taking.holding`.
"""
