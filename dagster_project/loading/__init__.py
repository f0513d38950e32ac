"""From extract folders to the raw schema: validated document by document, loaded in bulk."""
