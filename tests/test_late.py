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
        " print(*sorted({'unittest', 'numpy.f2py.crackfortran'} & sys.modules.keys()))"
    )
    assert ran(program) == []


def test_a_part_is_there_when_it_is_used():
    program = (
        "from litatlas.processes.late import load_late; load_late(); import scipy.sparse; import numpy as np;"
        " from numpy.testing import assert_equal; assert_equal(1, 1); np.testing.assert_equal(1, 1);"
        " print(np.f2py.__name__, assert_equal is np.testing.assert_equal)"
    )
    assert ran(program) == ["numpy.f2py", "True"]


def test_a_part_that_is_loaded_stays():
    before = sys.modules["numpy.testing"]
    load_late()
    assert numpy.testing is before is sys.modules["numpy.testing"]
