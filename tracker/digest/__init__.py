"""The account of all shifts in a range, for a story, an outlet, a tag or everything.

In: rows of the projections. Out: a `Digest`, and its faces: terminal, Markdown, HTML, JSON.
It must never know where a digest is delivered.
"""
