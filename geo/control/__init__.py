"""Who controls what: control maps read, measured, compared, and inferred from reports."""
