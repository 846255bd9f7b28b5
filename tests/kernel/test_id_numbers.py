import pytest

from ground.kernel.errors import RuleBroken
from ground.kernel.identifiers import id_number


def test_the_standards_own_example_is_read():
    assert id_number("11010519491231002x") == "11010519491231002X"
    assert id_number("440524 18800101 0014") == "440524188001010014"


def test_every_other_check_digit_is_refused():
    for digit in "0123456789":
        with pytest.raises(RuleBroken) as refused:
            id_number(f"11010519491231002{digit}")
        assert refused.value.code == "id_number_check"
