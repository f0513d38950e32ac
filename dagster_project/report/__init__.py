"""The report site: static pages built from the published marts, readable without a server."""
