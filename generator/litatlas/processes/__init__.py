"""How a build uses the machine: its processors, and its memory."""
