"""frontmap."""
