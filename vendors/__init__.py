"""Shops: sign-up, approval, documents, members, bank data, tariffs."""
