"""An append-only, tamper-evident log of commits, on SQLite, PostgreSQL or in memory.

In: commits of new events. Out: recorded events in one gap-free order, and proof that none changed.
It must never know what an article is.
"""
