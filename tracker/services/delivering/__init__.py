"""Telling endpoints what happened: put into the outbox as it is recorded, sent until taken.

In: what the projections take in, and endpoints as they are wished for. Out: messages, each once,
and deliveries that are attempted until they are taken or given up. Nothing here knows how a webhook
or a mail is made.
"""
