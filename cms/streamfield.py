"""A StreamField whose blocks may come from plugins: without a migration in the core, and without loss when they go."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import register
from wagtail.blocks import FieldBlock, StreamBlock
from wagtail.blocks.stream_block import StreamBlockAdapter
from wagtail.fields import StreamField

from cms import extend

_signer = Signer(salt="cms.streamfield.kept")


class Forged:
    """What was sent in place of a kept value."""


class KeptBlock(FieldBlock):
    """Content of a block that nobody knows at the moment, because its plugin is off: not shown, not lost.

    The form carries it through signed, as no block is there to check what somebody might make of it.
    """

    def __init__(self, **kwargs):
        self.field = forms.CharField(
            required=False,
            widget=forms.HiddenInput,
            help_text=_("Dieser Inhalt gehört zu einer ausgeschalteten Erweiterung. Er bleibt erhalten."),
        )
        super().__init__(**kwargs)

    def value_for_form(self, value):
        return "" if isinstance(value, Forged) else _signer.sign_object([value])

    def value_from_form(self, value):
        try:
            return _signer.unsign_object(value)[0]
        except BadSignature:
            return Forged()

    def clean(self, value):
        if isinstance(value, Forged):
            raise ValidationError(
                _("Dieser Inhalt lässt sich nicht ändern, solange die Erweiterung ausgeschaltet ist.")
            )
        return value

    def render(self, value, context=None):
        return ""

    def get_searchable_content(self, value):
        return []

    class Meta:
        icon = "lock"


class PluggableStreamBlock(StreamBlock):
    """Keeps blocks it does not know."""

    def keep_unknown(self, rows) -> None:
        names = {row["type"] for row in rows if isinstance(row, dict)} - self.child_blocks.keys()
        if names:
            # a new dictionary: another thread may be walking through the old one
            self.child_blocks = {**self.child_blocks, **{name: self._make_kept(name) for name in sorted(names)}}

    def _make_kept(self, name: str) -> KeptBlock:
        block = KeptBlock(label=_("Ausgeschaltete Erweiterung (%(name)s)") % {"name": name})
        block.set_name(name)
        return block

    def get_kept_names(self) -> list[str]:
        return [name for name, block in self.child_blocks.items() if isinstance(block, KeptBlock)]

    def to_python(self, value):
        if isinstance(value, str):
            value = _read_json(value)
        if isinstance(value, list):
            self.keep_unknown(value)
        return super().to_python(value)

    def bulk_to_python(self, values):
        for rows in values:
            self.keep_unknown(rows)
        return super().bulk_to_python(values)


class PluggableStreamBlockAdapter(StreamBlockAdapter):
    def js_args(self, block):
        *args, meta = super().js_args(block)
        # there are none to be added
        counts = {**meta["blockCounts"], **{name: {"max_num": 0} for name in block.get_kept_names()}}
        return [*args, {**meta, "blockCounts": counts}]


register(PluggableStreamBlockAdapter(), PluggableStreamBlock)


def _read_json(text: str):
    """A stream, or the text itself: Wagtail keeps what is none."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, list) else text


class PluggableStreamField(StreamField):
    """Blocks of its own and all that are registered under ``cms.extend.blocks``.

    Deconstructs without its blocks, so that adding a block type never asks for a migration here: Django would
    otherwise write every plugin's blocks into a migration of the core and make the plugin's own first migration
    depend on it.
    """

    def __init__(self, block_types=(), **kwargs):
        super().__init__(block_types, **kwargs)

    def deconstruct(self):
        # not the parent's: it would ask for the blocks
        name, path, _args, kwargs = super(StreamField, self).deconstruct()
        return name, path, [], kwargs

    @cached_property
    def stream_block(self):
        """Made when it is first used: then all plugins have registered theirs."""
        own = dict(self.block_types_arg)
        added = {name: block for name, block in extend.blocks.items() if name not in own}
        block = PluggableStreamBlock(list({**own, **added}.items()))
        block.set_meta_options(self.block_opts)
        return block
