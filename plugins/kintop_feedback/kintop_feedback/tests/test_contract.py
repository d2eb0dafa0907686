from cms.testing import PluginContract


class TestContract(PluginContract):
    plugin = "kintop_feedback"
