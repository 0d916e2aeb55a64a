"""How results look on a terminal: one function per result, nothing asked of any database.

In: a console and dataclasses of the layers below. Out: printed lines, hostile text made harmless.
"""
