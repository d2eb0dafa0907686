from cms.testing.fixtures import *  # noqa: F403 -- fixtures are found by their names
