"""Who said what.

In: a text and its sentences. Out: statements with content, cue, and the speaker resolved.
"""
