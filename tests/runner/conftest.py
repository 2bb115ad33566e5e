"""Fixtures of the runner's tests."""

import socket

import pytest


@pytest.fixture
def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
