"""The demo's people, shops, goods and past, made through the same services as everything else."""
