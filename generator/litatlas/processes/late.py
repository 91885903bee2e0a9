"""Modules that a process loads when it uses them, if it ever does.

SciPy asks NumPy for every name that it has, and so loads a compiler of Fortran, what tests are written with, masked
arrays and polynomials; with the reader of docstrings that it makes its own with, that is more than half of what its
sparse matrices take to import.
"""

import sys
from importlib.util import LazyLoader, find_spec, module_from_spec

UNUSED = ("numpy.f2py", "numpy.testing", "numpy.ma", "numpy.polynomial", "pydoc")


def load_late() -> None:
    """Let these wait for their first use, in this process; those that are loaded already stay."""
    for name in UNUSED:
        # This loads the package of a part.
        spec = None if name in sys.modules else find_spec(name)
        if spec and spec.loader:
            loader = spec.loader = LazyLoader(spec.loader)
            module = sys.modules[name] = module_from_spec(spec)
            loader.exec_module(module)
            package, _, part = name.rpartition(".")
            if package:
                setattr(sys.modules[package], part, module)
