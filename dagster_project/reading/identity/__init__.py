"""What a document is: its kind, whose, of which year, what it covers."""
