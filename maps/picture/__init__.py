"""Pictures for print: PNG, SVG and PDF, drawn with matplotlib from what a page shows."""
