"""What changed between two readings of one article, without asking what it means.

In: two readings. Out: a `Comparison`: block and field edits with word edits inside, links between
sentences with the kind of each change, and what differs only in noise.
It must never know facts, statements, a database or a network.
"""
