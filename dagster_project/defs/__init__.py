"""What Dagster loads: raw → warehouse → gates → publish, one folder each."""
