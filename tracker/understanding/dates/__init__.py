"""Dates, times and durations.

In: tokens of a sentence and the day of publication. Out: expressions with their TIMEX3 values.
"""
