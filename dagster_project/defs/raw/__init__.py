"""Raw ingestion: folders under raw/ become tables of schema raw."""
