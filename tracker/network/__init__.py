"""The one door to the network, for looks at addresses and for webhooks alike.

In: an address somebody gave us, or a redirect. Out: a connection to exactly the host that was
checked. It knows nothing of articles, captures or deliveries.
"""
