"""Readers of gazetteers that others publish: each turns a file into places, batch by batch."""
