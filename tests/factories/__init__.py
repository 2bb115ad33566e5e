"""Makers of valid rows, one module an app; each goes through the services of its app."""
