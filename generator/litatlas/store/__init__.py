"""Files that are written whole, once and only where they change, and what is kept from build to build."""
