"""How a product becomes a text to embed, and where its vector lies."""

import re
from dataclasses import dataclass

from django.conf import settings

# Grows with every change of ``product_text``: vectors of two recipes must not mix.
RECIPE_VERSION = 1
DESCRIPTION_LENGTH = 500


@dataclass(frozen=True, kw_only=True)
class SearchText:
    """What the index says about one product; ``version`` is the product's search version."""

    product_id: str
    version: int
    text: str


def product_text(*, name: str, brand: str, category_path: str, description: str) -> str:
    """Return the text that stands for a product: its name first, its shelf, its description."""
    shelf = category_path.strip("/").replace("-", " ").replace("/", ", ")
    parts = [name, brand, shelf, description[:DESCRIPTION_LENGTH]]
    return ". ".join(part for part in parts if part)


def collection_name(model: str) -> str:
    """Return the name of the Chroma collection for vectors of ``model`` and this recipe."""
    plain = re.sub(r"[^a-z0-9]+", "-", model.lower()).strip("-")
    return f"{settings.CHROMA_COLLECTION_PREFIX}-{plain}-r{RECIPE_VERSION}"


def collection_metadata(*, model: str, dimension: int) -> dict[str, str | int]:
    """Return what a collection must say about itself; another saying refuses to mix."""
    return {"model": model, "dimension": dimension, "recipe": RECIPE_VERSION, "normalised": 1}
