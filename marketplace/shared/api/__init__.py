"""How Plaza speaks JSON: strict parsing, fast rendering, problems, pages, permissions, limits."""
