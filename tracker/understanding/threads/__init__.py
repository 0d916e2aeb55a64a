"""The same fact, the same remark, over outlets and days.

In: accounts of the sources of a story. Out: threads, remarks, copies.
"""
