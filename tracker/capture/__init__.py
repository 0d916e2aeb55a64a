"""One look at an address: status, headers, raw bytes, time; and the archive of all looks.

In: an address. Out: a `Capture`. It must never know what the bytes mean.
"""
