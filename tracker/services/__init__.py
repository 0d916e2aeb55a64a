"""The use cases, in the order in which an article goes through them.

`lists` says what is to be looked at, `looks` looks, `taking` takes in what was seen, `importing`
what others saw, `keeping` reads it again, writes it out and proves it, `telling` tells and
`scheduling` says when. In: calls of the edges. Out: results to print. No other layer puts log,
projections and network together.
"""
