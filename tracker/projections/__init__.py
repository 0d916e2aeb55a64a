"""Tables derived from the log, rebuilt from it at any time.

In: recorded events. Out: rows to query: articles, timelines, facts, statements, shifts, stories.
It must never know the network, and nothing here is the truth: the log is.
"""
