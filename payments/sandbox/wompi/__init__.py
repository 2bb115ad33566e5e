"""Wompi's protocol, as its documentation and published observations describe it."""
