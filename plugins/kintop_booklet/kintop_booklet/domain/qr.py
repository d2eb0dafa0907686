"""Square codes that lead from paper to a page."""

from io import BytesIO

import segno


def draw_qr(url: str) -> bytes:
    """A picture of black and white squares, whatever the length of the address.

    Pixels instead of curves: no viewer shows hairlines between the rows. The margin is part of the code.
    """
    picture = BytesIO()
    segno.make(url, error="m", boost_error=False, micro=False).save(picture, kind="png", scale=6, border=2)
    return picture.getvalue()
