"""One decoder per medium: bytes to grids and lines, and nothing of what they mean."""
