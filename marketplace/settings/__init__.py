"""Settings: ``base`` is common; ``demo``, ``test`` and ``production`` complete it."""
