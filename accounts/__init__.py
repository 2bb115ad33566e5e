"""People: users, login sessions, tokens, codes, addresses, consent."""
