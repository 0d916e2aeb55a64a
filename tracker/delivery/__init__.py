"""Taking messages to endpoints: their bodies and schemas, signatures, mail and chat services.

In: what happened, as data. Out: one attempt at one delivery, and what it came to. It must never
know the log, nor when and to whom something is told.
"""
