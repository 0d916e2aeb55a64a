"""`tracker run`: looks at what is watched, publishes digests when they are due, delivers them.

In: a context, settings, signals. Out: what the services do, again and again, until it is stopped.
APScheduler keeps the time, and every job has a thread of its own, so that a long round of looks
delays neither digests nor deliveries; other processes on the same database are kept apart by the
log, by claims and by leases. It must never know what an article says.
"""

from tracker.daemon.work import Daemon

__all__ = ["Daemon"]
