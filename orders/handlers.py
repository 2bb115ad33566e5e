"""Reacts to events of this app and of those below."""
