"""One family of shapes per main subject. Each call draws another member of the family."""

import math
from itertools import pairwise

from .pictures import Canvas


def draw_bubbles(canvas: Canvas) -> None:
    """Learning German: people in conversation."""
    rng = canvas.rng
    canvas.blob(rng.uniform(200, 1000), rng.uniform(200, 600), 420, canvas.soft)
    for number, (x, y) in enumerate(_scatter(canvas, count=4, margin=170, apart=300)):
        fill = [canvas.strong, canvas.light, canvas.accent, canvas.dark][number]
        width, height = rng.uniform(260, 380), rng.uniform(170, 230)
        left, top = x - width / 2, y - height / 2
        canvas.box(left, top, width, height, fill, radius=60)
        side = rng.choice([0.25, 0.7])
        tail = left + width * side
        canvas.shape([(tail, top + height - 8), (tail + 70, top + height - 8), (tail + 8, top + height + 62)], fill)
        mark = canvas.dark if fill == canvas.light else canvas.light
        for dot in range(3):
            canvas.disc(left + width * (dot + 1) / 4, y, 17, mark)


def draw_ribbons(canvas: Canvas) -> None:
    """Languages: bands that cross and go together for a while."""
    rng = canvas.rng
    canvas.disc(rng.uniform(300, 900), 400, 270, canvas.light)
    for number, colour in enumerate([canvas.soft, canvas.strong, canvas.accent, canvas.dark]):
        height, length = rng.uniform(70, 150), rng.uniform(620, 1100)
        canvas.wave(190 + number * 140, height, length, rng.uniform(0, 6), colour, rng.uniform(46, 74))
    for _number in range(7):
        canvas.disc(rng.uniform(60, 1140), rng.uniform(60, 740), rng.uniform(10, 26), canvas.light)


def draw_books(canvas: Canvas) -> None:
    """School and learning: a pile of books, bricks and a ball."""
    rng = canvas.rng
    canvas.disc(rng.uniform(250, 950), 330, 260, canvas.light)
    canvas.box(0, 680, 1200, 120, canvas.dark)
    left = rng.uniform(170, 420)
    y = 680
    for number in range(rng.randint(4, 6)):
        height, width = rng.uniform(54, 88), rng.uniform(330, 470)
        y -= height
        x = left + rng.uniform(-34, 34)
        canvas.box(x, y, width, height - 4, canvas.colours[1 + number % 3], radius=10)
        canvas.box(x + 26, y, 16, height - 4, canvas.light)
    right = left + 560
    canvas.box(right, 540, 140, 140, canvas.accent, radius=8)
    canvas.box(right + 60, 400, 140, 136, canvas.strong, radius=8)
    canvas.shape([(right + 50, 396), (right + 210, 396), (right + 130, 270)], canvas.dark)
    canvas.disc(right + 210, 616, 62, canvas.soft)


def draw_houses(canvas: Canvas) -> None:
    """Family: large and small close together under roofs."""
    rng = canvas.rng
    canvas.disc(rng.uniform(150, 1050), rng.uniform(130, 220), 90, canvas.accent)
    canvas.blob(600, 940, 620, canvas.soft, wobble=0.1)
    for x in (rng.uniform(120, 200), rng.uniform(800, 860)):
        canvas.box(x, 340, 260, 340, canvas.light, radius=10)
        canvas.shape([(x - 40, 352), (x + 300, 352), (x + 130, 200)], canvas.strong)
        canvas.box(x + 95, 500, 80, 180, canvas.dark, radius=36)
    x = rng.uniform(450, 520)
    for number, size in enumerate(rng.sample([118, 96, 74, 58], k=4)):
        colour = [canvas.dark, canvas.accent, canvas.strong, canvas.soft][number]
        canvas.box(x - size * 0.55, 700 - size * 1.9, size * 1.1, size * 1.9, colour, radius=size * 0.5)
        canvas.disc(x, 700 - size * 2.3, size * 0.42, colour)
        x += size * 0.95


def draw_strings(canvas: Canvas) -> None:
    """Music: strings that swing, and keys."""
    rng = canvas.rng
    canvas.blob(rng.uniform(300, 900), 330, 330, canvas.light)
    for number in range(5):
        colour = [canvas.dark, canvas.strong, canvas.accent][number % 3]
        canvas.wave(150 + number * 78, rng.uniform(18, 62), rng.uniform(420, 900), rng.uniform(0, 6), colour, 9)
    for _number in range(6):
        x, y = rng.uniform(100, 1100), rng.uniform(120, 470)
        canvas.line([(x + 26, y), (x + 26, y - 110)], canvas.dark, 9)
        canvas.oval(x, y, 34, 26, rng.choice([canvas.dark, canvas.strong, canvas.accent]))
    for number in range(12):
        canvas.box(number * 100 + 3, 600, 94, 240, canvas.light, radius=10)
    for number in range(11):
        if number % 7 not in (2, 6):
            canvas.box(number * 100 + 70, 590, 60, 130, canvas.dark, radius=8)


def draw_stage(canvas: Canvas) -> None:
    """Dance and theatre: curtain, light, and somebody in motion."""
    rng = canvas.rng
    canvas.box(0, 0, 1200, 800, canvas.dark)
    for x in (rng.uniform(380, 480), rng.uniform(720, 820)):
        middle = rng.uniform(500, 700)
        canvas.shape([(x - 26, 0), (x + 26, 0), (middle + 210, 720), (middle - 210, 720)], canvas.strong)
    canvas.oval(600, 715, 400, 66, canvas.soft)
    for number in range(2, 4 + rng.randint(0, 2)):
        x = 190 + number * 150 + rng.uniform(-24, 24)
        lean = rng.uniform(-60, 60)
        colour = [canvas.light, canvas.accent, canvas.background][number % 3]
        canvas.line([(x, 690), (x + lean * 0.3, 560), (x + lean, 430)], colour, 34)
        canvas.line([(x + lean - 90, rng.uniform(360, 500)), (x + lean * 0.8, 470)], colour, 22)
        canvas.line([(x + lean + 90, rng.uniform(330, 480)), (x + lean * 0.8, 470)], colour, 22)
        canvas.disc(x + lean * 1.15, 372, 38, colour)
    for number in range(4):
        for side in (0, 1):
            x = number * 56 if side == 0 else 1200 - 56 - number * 56
            fill = canvas.accent if number % 2 else canvas.strong
            canvas.box(x, -40, 58, 860 - number * 90, fill, radius=28)


def draw_strokes(canvas: Canvas) -> None:
    """Art and craft: strokes of a broad brush, spots of colour, a thread."""
    rng = canvas.rng
    canvas.turned(600, 400, 860, 560, rng.uniform(-6, 6), canvas.light)
    for number in range(5):
        y = 200 + number * 100
        start, end = rng.uniform(230, 380), rng.uniform(760, 960)
        points = [(start + (end - start) * t / 8, y + rng.uniform(-22, 22)) for t in range(9)]
        canvas.line(points, canvas.colours[number % 4], rng.uniform(34, 74))
    for _number in range(6):
        x, y = rng.uniform(80, 1120), rng.choice([rng.uniform(50, 170), rng.uniform(640, 760)])
        canvas.blob(x, y, rng.uniform(30, 78), rng.choice([canvas.strong, canvas.accent, canvas.soft]))
    x, y = rng.uniform(840, 980), rng.uniform(200, 320)
    canvas.line([(x, y), (x + 150, y - 190)], canvas.dark, 26)
    canvas.shape([(x - 42, y + 70), (x + 20, y - 6), (x - 14, y - 30)], canvas.accent)


def draw_motion(canvas: Canvas) -> None:
    """Sport and health: arcs of a jump, balls, calm breathing circles."""
    rng = canvas.rng
    x, y = rng.uniform(280, 920), rng.uniform(300, 440)
    for number in range(5, 0, -1):
        canvas.disc(x, y, number * 84, [canvas.soft, canvas.light][number % 2])
    for number in range(4):
        radius = 230 + number * 92
        colour = [canvas.strong, canvas.accent, canvas.dark, canvas.strong][number]
        start = 190 + rng.uniform(-14, 14)
        end = start + rng.uniform(90, 150)
        canvas.arc(600, 800, radius, start, end, colour, 30)
        angle = math.radians(end)
        canvas.disc(600 + radius * math.cos(angle), 800 + radius * math.sin(angle), 46, colour)


def draw_network(canvas: Canvas) -> None:
    """Computers and media: tiles of a screen, and lines that join."""
    rng = canvas.rng
    canvas.box(170, 110, 860, 540, canvas.dark, radius=36)
    for column in range(9):
        for row in range(5):
            if rng.random() < 0.55:
                fill = rng.choice([canvas.strong, canvas.accent, canvas.soft, canvas.light])
                canvas.box(206 + column * 90, 146 + row * 96, 70, 76, fill, radius=14)
    nodes = _scatter(canvas, count=6, margin=110, apart=230)
    for first, second in pairwise(nodes):
        canvas.line([first, second], canvas.light, 10)
    for x, y in nodes:
        canvas.disc(x, y, rng.uniform(24, 42), canvas.accent, outline=canvas.light, width=8)
    canvas.box(430, 700, 340, 34, canvas.dark, radius=17)


def draw_ways(canvas: Canvas) -> None:
    """Advice and work: a way that leads to an open door."""
    rng = canvas.rng
    canvas.disc(rng.uniform(150, 350), 190, 110, canvas.accent)
    canvas.blob(600, 1000, 640, canvas.soft, wobble=0.08)
    x = rng.uniform(700, 820)
    canvas.box(x - 24, 176, 288, 424, canvas.dark, radius=16)
    canvas.box(x, 200, 240, 400, canvas.light, radius=8)
    canvas.shape([(x, 200), (x + 104, 236), (x + 104, 640), (x, 600)], canvas.strong)
    canvas.disc(x + 80, 440, 11, canvas.light)
    start = rng.uniform(60, 260)
    for number in range(8):
        share = number / 7
        along = start + (x + 150 - start) * share + 70 * math.sin(share * math.pi * 2)
        canvas.oval(along, 770 - 150 * share, 58 - 28 * share, 24 - 11 * share, canvas.accent)
    for y in (rng.uniform(300, 350), rng.uniform(420, 470)):
        canvas.shape([(230, y), (470, y), (520, y + 40), (470, y + 80), (230, y + 80)], canvas.strong)
    canvas.box(330, 290, 26, 380, canvas.dark, radius=10)


def draw_table(canvas: Canvas) -> None:
    """Meeting: one table, many places, seen from above."""
    rng = canvas.rng
    x, y = 600 + rng.uniform(-90, 90), 400 + rng.uniform(-30, 30)
    canvas.disc(x, y, 350, canvas.strong)
    canvas.disc(x, y, 326, canvas.accent)
    places = rng.randint(6, 9)
    turn = rng.uniform(0, math.tau)
    for number in range(places):
        angle = turn + math.tau * number / places
        cosine, sine = math.cos(angle), math.sin(angle)
        canvas.disc(x + 430 * cosine, y + 430 * sine, 66, canvas.colours[number % 4])
        canvas.disc(x + 240 * cosine, y + 240 * sine, 62, canvas.light)
        canvas.disc(x + 240 * cosine, y + 240 * sine, 36, [canvas.soft, canvas.background][number % 2])
    for _number in range(5):
        spot_x, spot_y = x + rng.uniform(-120, 120), y + rng.uniform(-120, 120)
        canvas.blob(spot_x, spot_y, rng.uniform(26, 52), rng.choice([canvas.dark, canvas.light, canvas.strong]))


def draw_quarter(canvas: Canvas) -> None:
    """The start: roofs of the quarter under a wide sun."""
    rng = canvas.rng
    canvas.disc(820, 330, 250, canvas.accent)
    canvas.disc(820, 330, 190, canvas.light)
    x = -30
    while x < 1200:
        width, height = rng.uniform(90, 180), rng.uniform(180, 460)
        colour = rng.choice([canvas.dark, canvas.strong, canvas.soft])
        canvas.box(x, 700 - height, width - 10, height + 120, colour, radius=6)
        for row in range(int(height // 70)):
            for column in range(int(width // 48)):
                if rng.random() < 0.7:
                    canvas.box(x + 16 + column * 44, 728 - height + row * 68, 22, 32, canvas.light, radius=4)
        x += width
    canvas.blob(600, 1120, 660, canvas.ground, wobble=0.05)


def _scatter(canvas: Canvas, *, count: int, margin: float, apart: float) -> list[tuple[float, float]]:
    """Points that keep their distance, as far as there is space."""
    points: list[tuple[float, float]] = []
    while len(points) < count:
        for _attempt in range(60):
            point = (
                canvas.rng.uniform(margin, canvas.width - margin),
                canvas.rng.uniform(margin, canvas.height - margin),
            )
            if all(math.dist(point, other) >= apart for other in points):
                points.append(point)
                break
        else:
            apart *= 0.8
    return points


#: main subject -> family of shapes
MOTIFS = {
    "deutsch": draw_bubbles,
    "sprachen": draw_ribbons,
    "schule": draw_books,
    "familie": draw_houses,
    "musik": draw_strings,
    "buehne": draw_stage,
    "kunst": draw_strokes,
    "bewegung": draw_motion,
    "digital": draw_network,
    "beratung": draw_ways,
    "begegnung": draw_table,
    "start": draw_quarter,
}
