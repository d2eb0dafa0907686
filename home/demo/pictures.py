"""Draws the pictures of the demo: warm, flat, abstract, one family of shapes per main subject.

Everything is drawn twice as large and halved, which smooths all edges. The same key draws the same picture.
"""

import math
import random
from io import BytesIO

from PIL import Image, ImageColor, ImageDraw

SIZE = (1200, 800)
PORTRAIT_SIZE = (600, 600)
ZOOM = 2

#: background from, background to, then colours of shapes from dark to light
PALETTES = [
    ("#f6e3cb", "#efc9a4", "#7a3b2e", "#c8553d", "#e79b5b", "#f2d0a4", "#fff4e3"),
    ("#e7efe6", "#c9dccb", "#23453f", "#3f7d6e", "#e0a458", "#a9cbb7", "#fbf7ee"),
    ("#f8e1de", "#f0b9ae", "#5e2a3c", "#a63d57", "#e2725b", "#f4c9a8", "#fff1ea"),
    ("#e3ecf3", "#bcd3e2", "#1f3a57", "#2f6690", "#f2a65a", "#9cc3d5", "#fdf6ec"),
    ("#fdf0cf", "#f6d88d", "#6b4220", "#b8702a", "#d9502e", "#f3bd53", "#fffaf0"),
    ("#efe6f2", "#d5bfdd", "#3d2a55", "#71518f", "#e58a70", "#c9a9d6", "#fff5ee"),
    ("#e4f0ee", "#b4d8d3", "#12474b", "#1f7a7a", "#ef8354", "#8ec6c0", "#fff8ec"),
    ("#f3ead9", "#dcc9a3", "#4a3f2a", "#7d7042", "#c9622f", "#d9b96c", "#fffaf1"),
]


class Canvas:
    """A picture in the making, in the units of the finished one."""

    def __init__(self, key: str, *, size: tuple[int, int] = SIZE, palette: int | None = None):
        self.rng = random.Random(key)
        self.width, self.height = size
        colours = PALETTES[(self.rng.randrange(len(PALETTES)) if palette is None else palette) % len(PALETTES)]
        self.background, self.ground, self.dark, self.strong, self.accent, self.soft, self.light = colours
        self.image = self._make_gradient()
        self.draw = ImageDraw.Draw(self.image)

    def _make_gradient(self) -> Image.Image:
        """Two pixels, enlarged: the cheapest way from one colour to another."""
        ends = Image.new("RGB", self.rng.choice([(1, 2), (2, 1)]), self.background)
        ends.putpixel((ends.width - 1, ends.height - 1), ImageColor.getrgb(self.ground))
        return ends.resize((self.width * ZOOM, self.height * ZOOM), Image.Resampling.BILINEAR)

    @property
    def colours(self) -> list[str]:
        return [self.dark, self.strong, self.accent, self.soft, self.light]

    def disc(self, x: float, y: float, radius: float, fill: str, *, outline: str | None = None, width: float = 0):
        box = [value * ZOOM for value in (x - radius, y - radius, x + radius, y + radius)]
        self.draw.ellipse(box, fill=fill, outline=outline, width=round(width * ZOOM))

    def ring(self, x: float, y: float, radius: float, colour: str, width: float):
        box = [value * ZOOM for value in (x - radius, y - radius, x + radius, y + radius)]
        self.draw.ellipse(box, outline=colour, width=round(width * ZOOM))

    def oval(self, x: float, y: float, radius_x: float, radius_y: float, fill: str):
        box = [value * ZOOM for value in (x - radius_x, y - radius_y, x + radius_x, y + radius_y)]
        self.draw.ellipse(box, fill=fill)

    def box(self, x: float, y: float, width: float, height: float, fill: str, *, radius: float = 0):
        corners = [value * ZOOM for value in (x, y, x + width, y + height)]
        self.draw.rounded_rectangle(corners, radius=radius * ZOOM, fill=fill)

    def shape(self, points: list[tuple[float, float]], fill: str):
        self.draw.polygon([(x * ZOOM, y * ZOOM) for x, y in points], fill=fill)

    def line(self, points: list[tuple[float, float]], colour: str, width: float):
        """A line with round ends and corners."""
        scaled = [(x * ZOOM, y * ZOOM) for x, y in points]
        self.draw.line(scaled, fill=colour, width=round(width * ZOOM), joint="curve")
        for x, y in (points[0], points[-1]):
            self.disc(x, y, width / 2, colour)

    def arc(self, x: float, y: float, radius: float, start: float, end: float, colour: str, width: float):
        """In degrees, clockwise from three o'clock."""
        steps = max(8, int(abs(end - start) / 3))
        angles = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
        points = [(x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles]
        self.line(points, colour, width)

    def wave(self, y: float, height: float, length: float, phase: float, colour: str, width: float):
        points = [(x, y + height * math.sin(2 * math.pi * x / length + phase)) for x in range(-40, self.width + 41, 12)]
        self.line(points, colour, width)

    def turned(self, x: float, y: float, width: float, height: float, angle: float, fill: str):
        """A rectangle around (x, y), turned by degrees."""
        cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        corners = [(-width / 2, -height / 2), (width / 2, -height / 2), (width / 2, height / 2)]
        corners.append((-width / 2, height / 2))
        self.shape([(x + a * cosine - b * sine, y + a * sine + b * cosine) for a, b in corners], fill)

    def blob(self, x: float, y: float, radius: float, fill: str, *, wobble: float = 0.18):
        """A soft, uneven spot."""
        parts = [(self.rng.uniform(0, math.tau), self.rng.uniform(0.3, 1) * wobble / n) for n in (2, 3, 5)]
        points = []
        for step in range(120):
            angle = math.tau * step / 120
            share = 1 + sum(
                size * math.sin(n * angle + phase) for n, (phase, size) in zip((2, 3, 5), parts, strict=True)
            )
            points.append((x + radius * share * math.cos(angle), y + radius * share * math.sin(angle)))
        self.shape(points, fill)

    def finish(self, *, image_format: str) -> bytes:
        output = BytesIO()
        options = {"JPEG": {"quality": 86, "progressive": True}, "WEBP": {"quality": 82, "method": 1}}
        self.image.reduce(ZOOM).save(output, image_format, **options[image_format])
        return output.getvalue()


def draw_picture(*, motif: str, key: str, palette: int | None = None, image_format: str = "JPEG") -> bytes:
    """1200 x 800 pixels in the family of shapes of a main subject (or "start" for the home page)."""
    from .motifs import MOTIFS

    canvas = Canvas(key, palette=palette)
    MOTIFS[motif](canvas)
    return canvas.finish(image_format=image_format)


def draw_portrait(*, key: str, image_format: str = "WEBP") -> bytes:
    """600 x 600 pixels in place of a photo: a pattern of its own for each person, no face."""
    canvas = Canvas(key, size=PORTRAIT_SIZE)
    rng, middle = canvas.rng, PORTRAIT_SIZE[0] / 2
    for radius in range(420, 60, -60):
        canvas.blob(middle, middle, radius * rng.uniform(0.9, 1.05), rng.choice(canvas.colours), wobble=0.3)
    petals = rng.randint(5, 9)
    for number in range(petals):
        angle = math.tau * number / petals
        x, y = middle + 150 * math.cos(angle), middle + 150 * math.sin(angle)
        canvas.disc(x, y, rng.uniform(26, 48), rng.choice([canvas.light, canvas.accent, canvas.dark]))
    canvas.disc(middle, middle, 74, canvas.light)
    canvas.disc(middle, middle, 44, canvas.strong)
    return canvas.finish(image_format=image_format)
