"""Words, names and numerals: what every rule of understanding reads by.

In: a text. Out: tokens, tags, numerals, units, names, hedges; and the word lists.
"""
