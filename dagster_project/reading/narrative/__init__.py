"""Running text: its lines, headings, and the claims that its figures make."""
