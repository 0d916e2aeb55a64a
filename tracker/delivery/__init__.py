"""Taking digests to endpoints, with a durable outbox.

In: published digests. Out: signed webhook deliveries, retried until taken or given up.
It must never know how a digest was made.
"""
