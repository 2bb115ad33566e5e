"""Payment providers: each adapter turns our words into the provider's and back, without state."""
