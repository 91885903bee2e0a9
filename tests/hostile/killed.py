"""Runs the command line in this process and kills it at the N-th change to a file of a folder.

python killed.py FOLDER N ARGUMENTS...      N = 0: never; the number of changes is printed instead
"""

import os
import signal
import sys

WRITES = os.O_WRONLY | os.O_RDWR
CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir")


def main() -> None:
    """Watch every change through an audit hook: whatever library makes it, it is seen."""
    folder, stop, *arguments = sys.argv[1:]
    from litatlas.cli import main as command

    seen = 0

    def watch(event: str, args: tuple[object, ...]) -> None:
        nonlocal seen
        changes = event in CHANGES or (event == "open" and isinstance(args[2], int) and args[2] & WRITES)
        if changes and str(args[0]).startswith(folder):
            seen += 1
            if seen == int(stop):
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    try:
        command(arguments)
    finally:
        print(seen)


if __name__ == "__main__":
    main()
