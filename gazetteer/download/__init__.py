"""Files that others publish, fetched whole, checked, and kept with a note of their origin."""
