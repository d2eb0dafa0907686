from wagtail.images.rich_text import ImageEmbedHandler

from media.domain.consent import is_publishable


class ConsentedImageEmbedHandler(ImageEmbedHandler):
    """Leaves out of a rich text what may not be shown: no template stands between it and the page."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        shown = [
            image is None or is_publishable(image=image)  # what is gone is Wagtail's business
            for image in cls.get_many(attrs_list)
        ]
        allowed = [attrs for attrs, show in zip(attrs_list, shown, strict=True) if show]
        tags = iter(super().expand_db_attributes_many(allowed))
        return [next(tags) if show else "" for show in shown]
