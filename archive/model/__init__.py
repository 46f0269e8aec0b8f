"""Frozen values without I/O: what the archive talks about. Imports nothing but `errors`."""
