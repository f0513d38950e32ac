"""Publication: the marts behind gate 3 become a release."""
