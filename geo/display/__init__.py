"""A reading as a notebook shows it: static HTML without scripts."""
