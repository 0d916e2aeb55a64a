"""What a figure measures, and how values compare.

In: a sentence with its facts. Out: measures and intervals that two versions or two outlets share.
"""
