"""Figures: every number that asserts something.

In: tokens of a sentence. Out: quantities with value, unit, qualifier, change and subject.
"""
