"""What differs without asserting anything.

In: readings. Out: their substance, and the reasons for which differences are noise.
"""
