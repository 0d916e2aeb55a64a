"""The outlet's own words on its changes.

In: a text, or the blocks of a reading. Out: notices, with the times they state.
"""
