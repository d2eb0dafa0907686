"""A StreamField whose blocks may come from plugins without a migration in the core."""

from wagtail.fields import StreamField


class PluggableStreamField(StreamField):
    """Deconstructs without its blocks, so that adding a block type never asks for a migration here.

    Django would otherwise write every plugin's blocks into a migration of the core and make the
    plugin's own first migration depend on it.
    """

    def __init__(self, block_types=(), **kwargs):
        super().__init__(block_types, **kwargs)

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
