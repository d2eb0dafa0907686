"""Plugins: packages that add to the catalogue. The contract stands in ``docs/plugins.md``.

Settings read this package, so nothing in it may need models or settings when it is imported.
"""

from cms.plugins.base import Plugin

__all__ = ["Plugin"]
