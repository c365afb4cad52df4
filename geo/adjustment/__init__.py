"""Joint adjustment of positions by least squares over everything that is stated of them."""
