"""The formats of the core in which offerings leave the catalogue, one module each (design, section 7)."""
