"""Where articles are announced: feeds, sitemaps, section pages, lists of feeds.

In: the bytes of a document. Out: the articles, and further documents, that it names. It fetches
nothing itself.
"""
