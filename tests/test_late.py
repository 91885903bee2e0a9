"""Modules that a process loads when it uses them."""

import subprocess
import sys

import numpy.testing

from litatlas.processes.late import load_late


def ran(program: str) -> list[str]:
    """Run a program; gives the words that it printed."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_sparse_matrices_come_without_what_they_do_not_need():
    program = (
        "import sys; from litatlas.processes.late import load_late; load_late(); import scipy.sparse;"
        " unused = {'unittest', 'numpy.f2py.crackfortran', 'numpy.ma.core', 'numpy.polynomial.polynomial'};"
        " print(*sorted(unused & sys.modules.keys()))"
    )
    assert ran(program) == []


def test_a_part_is_there_when_it_is_used():
    program = (
        "from litatlas.processes.late import load_late; load_late(); import scipy.sparse; import numpy as np;"
        " from numpy.testing import assert_equal; assert_equal(1, 1); np.testing.assert_equal(1, 1);"
        " print(np.f2py.__name__, assert_equal is np.testing.assert_equal, np.ma.array([1, 2], mask=[0, 1]).sum(),"
        " int(np.polynomial.Polynomial([1, 2])(3)))"
    )
    assert ran(program) == ["numpy.f2py", "True", "1", "7"]


def test_a_part_that_is_loaded_stays():
    before = sys.modules["numpy.testing"]
    load_late()
    assert numpy.testing is before is sys.modules["numpy.testing"]
