"""What can go wrong between us and the search engines."""

from marketplace.shared.events import TryLater


class SearchOff(Exception):
    """Search by meaning is switched off by configuration, or there is no model."""


class SearchUnavailable(TryLater):
    """The embedder or Chroma does not answer now; trying later may help."""


class IndexMismatch(Exception):
    """The collection holds vectors of another model or recipe."""
