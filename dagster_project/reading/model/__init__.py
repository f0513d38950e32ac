"""What reading is about: a source, its grids, the cells of its tables, the document they make."""
