"""Media that only an office program reads: converted by LibreOffice, then read by our decoders."""
