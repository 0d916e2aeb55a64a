"""The article: what a reading of it holds, its events, and the fold that rebuilds every version.

In: readings and events. Out: versions, and the identity of an article across its addresses.
It must never know a database, a network or how a text was extracted.
"""
