"""Inline SVG figures: small, without scripts, coloured by the page's style."""
