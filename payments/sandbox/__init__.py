"""The gateway sandbox: a local server that speaks the gateways' own protocols.

It is a part of the demo and of the tests, not of the shop: it has its own process, URLs and book,
imports nothing of the shop's payments, and signs with its own code, so that a mistake in our
adapters is not repeated by the one who should find it.
"""
