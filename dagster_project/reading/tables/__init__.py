"""From grids to tables: regions, header, columns, rows. No medium and no place is known here."""
