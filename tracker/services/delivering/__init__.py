"""Telling endpoints what happened: put into the outbox as it is recorded, sent until taken."""
