"""What a text asserts, and what a change of it means.

In: a text with its date and zone, or two readings. Out: facts, statements, notices, the shifts
between two versions, and the ledger in which the outlets of a story agree or differ.
Rules and word lists only; it must never know a database, a network or a model to download.
"""
