"""Juesuan (决算): from published final accounts to a reconciled warehouse."""
