"""An extract on disk: raw/<year>/<document_id>/, whole or not at all."""
