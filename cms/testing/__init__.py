"""For the tests of plugins: what every plugin must keep to, and the site to try it on. Needs the extra ``test``."""

import pytest

# so that a failure shows what was compared
pytest.register_assert_rewrite("cms.testing.contract")

from cms.testing.contract import PluginContract  # noqa: E402 -- after the line above

__all__ = ["PluginContract"]
