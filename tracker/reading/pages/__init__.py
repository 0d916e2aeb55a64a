"""HTML pages: body, metadata, captions.

In: markup. Out: a reading.
"""
