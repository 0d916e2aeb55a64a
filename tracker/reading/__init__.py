"""Reading an article out of raw bytes or pasted text.

In: bytes or text, and what is known of their address and date. Out: a `Reading` with its notices,
and its substance: the same reading with everything folded away that asserts nothing (noise).
It must never know a database, a network or an earlier version.
"""
