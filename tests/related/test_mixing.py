import numpy as np

from litatlas.related.mixing import mixed, summed


def test_rows_that_differ_in_any_column_or_in_the_order_of_two_are_different_numbers():
    one, other = np.array([1, 1, 2, 0, 7]), np.array([2.0, 3.0, 1.0, 0.0, -0.5])
    assert len({*mixed(one, other).tolist(), *mixed(other, one).tolist()}) == 9  # zeros are zeros
    assert mixed(one, other).tolist() == mixed(one.astype(np.int8), other).tolist()


def test_what_stands_between_offsets_is_summed_whatever_its_order():
    numbers = mixed(np.arange(5))
    turned = summed(numbers[[1, 0, 2, 4, 3]], np.array([0, 2, 2, 5]))
    assert summed(numbers, np.array([0, 2, 2, 5])).tolist() == turned.tolist()
    assert turned[1] == 0
