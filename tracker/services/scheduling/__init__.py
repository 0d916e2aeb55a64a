"""When digests are published, and publishing them.

In: plans as they are typed or stand in a file, and the time. Out: schedules in the log, and a
digest for each slot that has come, once. `walls`, `slots`, `quiet` and `durations` know neither
database nor log. Nothing here delivers.
"""
