"""The text files that the shipped gazetteer is built from, and the code that builds it."""
