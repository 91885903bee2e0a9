"""The graph of related papers as files: tiles of the map, and formats of other programs."""
