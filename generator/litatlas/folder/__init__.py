"""A survey's folder: its settings, records, styles and theme, and whether anything changed there."""
