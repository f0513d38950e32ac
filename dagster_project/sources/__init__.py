"""The sources of documents, shown: pages as images, sheets and texts as grids, where a place is."""
