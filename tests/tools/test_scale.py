"""docs/scale.md says what the model prints."""

from pathlib import Path

from bench import model

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scale.md"
BEGIN, END = "<!-- model: printed by bench/model.py -->\n", "<!-- /model -->"


def test_the_tables_of_the_page_follow_from_the_inputs():
    said = PAGE.read_text().split(BEGIN, 1)[1].split(END, 1)[0]
    assert said == model.tables()


def test_what_a_place_needs_grows_with_its_size():
    for day in (model.ordinary, model.campaign):
        city, province, country = (sum(day(place).cores.values()) for place in model.PLACES)
        assert city < province < country
    assert model.campaign(model.CITY).events > 2 * model.ordinary(model.CITY).events


def test_every_input_is_used(monkeypatch):
    """An input that changes nothing would be a claim about nothing."""
    before = model.tables().split("### Load", 1)[1]
    for name, one in model.INPUTS.items():
        with monkeypatch.context() as changed:
            changed.setitem(model.INPUTS, name, one._replace(value=one.value * 7))
            assert model.tables().split("### Load", 1)[1] != before, name
