"""Page geometry, for PDF and pictures alike: characters and rulings to grids."""
