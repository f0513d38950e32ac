"""Reads the text layer of a PDF, dumped to a text file, of the form 公开01表 to 公开10表."""
