"""What is published: tables, files, worksheet; a release as folders and as rows."""
