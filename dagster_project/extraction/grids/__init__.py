"""Tables as grids of text, whatever the medium: decoders make them, the form gives them meaning."""
