"""Meaning instead of words: the embedder, its client, and the vectors in Chroma. No models."""
