from cms.testing.fixtures import *  # noqa: F403 -- the fixtures that plugins get, too


def pytest_configure(config):
    """Translations as they stand in the sources: gettext itself reads only compiled ones."""
    if not hasattr(config, "workerinput"):
        from cms.messages import compile_everything

        compile_everything()
