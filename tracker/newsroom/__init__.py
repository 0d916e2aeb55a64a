"""What the people at the desk decide: stories, schedules, endpoints, and the digests published.

In: decisions. Out: their events. It must never know a database or a network.
"""
