"""Which parts of a page change on their own, and whether a page shows anything new.

In: markup, and what was seen of the page and learned of its outlet before. Out: whether all that
differs is noise, and why; which texts are no part of the article; what was learned. It knows no
database and no clock.
"""
