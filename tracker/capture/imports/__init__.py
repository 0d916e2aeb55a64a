"""Captures that others made: WARC files, web archives, folders and git repositories of versions.

In come bytes from a disk or the guarded network, out come steps: a capture with its original time,
or what was skipped and why. Readers know nothing of the database; whoever takes the captures in
keeps the cursor of the last step, and goes on from there after a break.
"""
