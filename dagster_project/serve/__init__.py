"""The reviewer's workbench in the browser: files in, findings on the page where they stand."""
