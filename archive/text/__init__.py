"""Pure functions on `str`: no I/O, no clock, no third-party library."""
