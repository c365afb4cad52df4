"""The engine that reads statements by rules, and the rules of each language as data files."""
