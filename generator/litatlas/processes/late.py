"""Parts of NumPy that a process loads when it uses them, if it ever does.

SciPy asks NumPy for every name that it has, and so loads a compiler of Fortran and what tests are written with: a
hundred modules, which is half of what SciPy's sparse matrices take to import.
"""

import sys
from importlib.util import LazyLoader, find_spec, module_from_spec

import numpy as np

UNUSED = ("f2py", "testing")


def load_late() -> None:
    """Let these parts wait for their first use, in this process; those that are loaded already stay."""
    for part in UNUSED:
        name = f"{np.__name__}.{part}"
        spec = None if name in sys.modules else find_spec(name)
        if spec and spec.loader:
            loader = spec.loader = LazyLoader(spec.loader)
            module = sys.modules[name] = module_from_spec(spec)
            loader.exec_module(module)
            setattr(np, part, module)
