"""Starts and supervises the whole stack on one machine; see ``docs/running.md``.

Nothing here imports Django's settings: the runner must work, and explain, when they do not load.
"""
