"""Many files: which make one document, read side by side, written in order."""
