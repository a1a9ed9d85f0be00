"""What all fleet tests share."""

from tests.system import shared

pytest_collection_modifyitems = shared.mark_below(__file__)
alone = shared.one_run_at_a_time("fleet-tests")
packages = shared.packages
repository = shared.repository
