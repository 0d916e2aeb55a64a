"""The use cases: track, check, ingest, tell a story, publish a digest, deliver, rebuild, verify.

In: calls of the edges. Out: results to print. Each module is one use case, and the only layer that
puts log, projections and network together.
"""
