"""A built site as one archive that is read by double click."""
