"""Reports that come as web pages, PDF or Word files: their text and what they say of themselves."""
