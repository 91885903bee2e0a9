"""Parts of NumPy that a process loads when it uses them."""

import subprocess
import sys

import numpy.testing

from litatlas.processes.late import load_late


def ran(program: str) -> list[str]:
    """Run a program; gives the words that it printed."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_sparse_matrices_come_without_what_tests_and_fortran_need():
    program = (
        "import sys; from litatlas.processes.late import load_late; load_late(); import scipy.sparse;"
        " print(*sorted({'unittest', 'numpy.f2py.crackfortran', 'numpy.ma.core'} & sys.modules.keys()))"
    )
    assert ran(program) == []


def test_a_part_is_there_when_it_is_used():
    program = (
        "from litatlas.processes.late import load_late; load_late(); import scipy.sparse; import numpy as np;"
        " from numpy.ma import masked_equal; np.testing.assert_equal(1, 1);"
        " print(masked_equal([1, 2], 2).sum(), np.ma.array([3]).sum())"
    )
    assert ran(program) == ["1", "3"]


def test_a_part_that_is_loaded_stays():
    before = sys.modules["numpy.testing"]
    load_late()
    assert numpy.testing is before is sys.modules["numpy.testing"]
