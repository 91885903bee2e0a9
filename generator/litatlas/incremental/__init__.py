"""What makes builds incremental: steps remember results by what these are made of, pages by what they asked."""
