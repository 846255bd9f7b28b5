from tests.households.conftest import found_family, office, opened, walk

__all__ = ["found_family", "office", "opened", "walk"]
