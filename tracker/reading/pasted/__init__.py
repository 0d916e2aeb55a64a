"""Plain text as people paste it.

In: text. Out: a reading with headline, dek, byline and captions where they stand.
"""
