from tests.households.conftest import office, opened, walk

__all__ = ["office", "opened", "walk"]
