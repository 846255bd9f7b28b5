"""Nobody decides about what they made themselves."""

import pytest

from ground.kernel.errors import RuleBroken
from ground.kernel.four_eyes import check_another


def test_another_person_has_to_do_it():
    check_another(by=1, than=2, message="换一人")
    check_another(by=1, than=None, message="换一人")
    with pytest.raises(RuleBroken) as broken:
        check_another(by=1, than=1, message="换一人")
    assert (broken.value.code, broken.value.message) == ("same_person", "换一人")
