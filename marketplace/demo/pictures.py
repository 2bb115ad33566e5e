"""Draws the demo's product pictures: a plain icon of its shelf on a soft background."""

import colorsys
import io
import random
from collections.abc import Sequence

from PIL import Image, ImageDraw

SIZE = 480
_OVERSAMPLED = SIZE * 2

# Shapes on a board of 100 × 100: kind, box or points, and tone from 0 (dark) to 2 (light).
Shape = tuple[str, Sequence[float], int]

ICONS: dict[str, list[Shape]] = {
    "Telefonía": [
        ("round", (32, 14, 68, 86), 0),
        ("round", (35, 20, 65, 78), 2),
        ("dot", (50, 82, 2), 2),
    ],
    "Computadores": [
        ("round", (20, 24, 80, 66), 0),
        ("rect", (24, 28, 76, 62), 2),
        ("round", (12, 68, 88, 74), 1),
    ],
    "Televisores": [
        ("round", (12, 22, 88, 70), 0),
        ("rect", (15, 25, 85, 67), 2),
        ("rect", (36, 74, 64, 77), 1),
    ],
    "Audio": [
        ("arc", (22, 20, 78, 84), 0),
        ("round", (18, 50, 32, 80), 1),
        ("round", (68, 50, 82, 80), 1),
    ],
    "Wearables": [
        ("round", (40, 10, 60, 90), 1),
        ("round", (30, 30, 70, 70), 0),
        ("round", (34, 34, 66, 66), 2),
    ],
    "Cocina": [
        ("round", (24, 40, 76, 78), 0),
        ("round", (20, 32, 80, 40), 1),
        ("dot", (50, 28, 4), 1),
        ("rect", (10, 46, 24, 50), 1),
        ("rect", (76, 46, 90, 50), 1),
    ],
    "Lavado": [
        ("round", (22, 14, 78, 86), 0),
        ("dot", (50, 54, 21), 2),
        ("dot", (50, 54, 15), 1),
        ("rect", (28, 20, 48, 26), 2),
    ],
    "Climatización": [
        ("dot", (50, 40, 28), 0),
        ("dot", (50, 40, 23), 2),
        ("pie", (28, 18, 72, 62), 1),
        ("rect", (48, 68, 52, 84), 0),
        ("round", (36, 84, 64, 89), 0),
    ],
    "Deportivo": [
        ("poly", (14, 66, 20, 40, 40, 44, 58, 56, 84, 60, 88, 70), 0),
        ("round", (12, 70, 90, 78), 1),
        ("rect", (44, 50, 56, 53), 2),
    ],
    "Mujer": [
        ("poly", (40, 16, 60, 16, 58, 40, 78, 86, 22, 86, 42, 40), 0),
        ("rect", (41, 38, 59, 43), 2),
    ],
    "Hombre": [
        (
            "poly",
            (34, 18, 66, 18, 88, 36, 78, 48, 70, 42, 70, 84, 30, 84, 30, 42, 22, 48, 12, 36),
            0,
        ),
        ("poly", (42, 18, 58, 18, 50, 30), 2),
    ],
    "Bolsos": [
        ("arc", (34, 12, 66, 52), 1),
        ("round", (22, 32, 78, 86), 0),
        ("round", (32, 56, 68, 78), 2),
    ],
    "Accesorios": [
        ("dot", (32, 50, 17), 0),
        ("dot", (68, 50, 17), 0),
        ("rect", (46, 46, 54, 50), 0),
        ("dot", (32, 50, 12), 1),
        ("dot", (68, 50, 12), 1),
    ],
    "Muebles": [
        ("round", (30, 14, 70, 54), 0),
        ("round", (24, 54, 76, 64), 1),
        ("rect", (28, 64, 33, 88), 0),
        ("rect", (67, 64, 72, 88), 0),
    ],
    "Dormitorio": [
        ("round", (12, 30, 20, 82), 1),
        ("round", (14, 54, 88, 74), 0),
        ("round", (22, 44, 44, 56), 2),
        ("rect", (82, 72, 88, 82), 1),
    ],
    "Ciclismo": [
        ("ring", (26, 64, 17), 0),
        ("ring", (74, 64, 17), 0),
        ("line", (26, 64, 42, 38, 66, 38, 74, 64, 50, 64, 42, 38), 1),
        ("line", (66, 38, 62, 28, 72, 28), 1),
    ],
    "Fútbol": [
        ("dot", (50, 50, 34), 0),
        ("dot", (50, 50, 31), 2),
        ("poly", (50, 36, 63, 46, 58, 61, 42, 61, 37, 46), 0),
    ],
    "Construcción": [
        ("rect", (18, 58, 48, 84), 0),
        ("rect", (52, 58, 82, 84), 1),
        ("rect", (35, 28, 65, 54), 2),
        ("rect", (40, 22, 46, 28), 2),
        ("rect", (54, 22, 60, 28), 2),
    ],
    "Muñecas": [
        ("dot", (50, 30, 15), 1),
        ("poly", (50, 40, 76, 86, 24, 86), 0),
        ("dot", (45, 29, 2), 0),
        ("dot", (55, 29, 2), 0),
    ],
    "Bebidas": [
        ("round", (26, 34, 66, 82), 0),
        ("arc", (56, 42, 82, 72), 0),
        ("round", (22, 82, 72, 88), 1),
        ("line", (38, 14, 42, 20, 38, 26), 1),
        ("line", (52, 14, 56, 20, 52, 26), 1),
    ],
    "Despensa": [
        ("round", (30, 26, 70, 86), 0),
        ("round", (32, 14, 68, 26), 1),
        ("rect", (30, 42, 70, 70), 2),
    ],
    "Perros": [
        ("round", (30, 44, 70, 56), 0),
        ("dot", (30, 43, 9), 0),
        ("dot", (30, 57, 9), 0),
        ("dot", (70, 43, 9), 0),
        ("dot", (70, 57, 9), 0),
    ],
    "Gatos": [
        ("poly", (26, 22, 44, 38, 26, 52), 0),
        ("poly", (74, 22, 56, 38, 74, 52), 0),
        ("dot", (50, 56, 27), 0),
        ("dot", (41, 52, 4), 2),
        ("dot", (59, 52, 4), 2),
    ],
    "Cuidado facial": [
        ("round", (24, 44, 76, 84), 0),
        ("round", (22, 30, 78, 44), 1),
        ("rect", (34, 56, 66, 72), 2),
    ],
    "Cabello": [
        ("round", (34, 34, 66, 88), 0),
        ("rect", (44, 22, 56, 34), 1),
        ("round", (38, 12, 70, 20), 1),
        ("rect", (34, 52, 66, 70), 2),
    ],
    "Eléctricas": [
        ("round", (24, 28, 70, 48), 0),
        ("rect", (70, 35, 88, 41), 1),
        ("poly", (34, 48, 52, 48, 46, 84, 28, 84), 0),
        ("rect", (26, 32, 40, 44), 2),
    ],
    "Higiene": [
        ("poly", (16, 30, 84, 30, 74, 56, 60, 78, 40, 78, 26, 56), 0),
        ("rect", (16, 30, 30, 40), 2),
        ("rect", (70, 30, 84, 40), 2),
    ],
    "Paseo": [
        ("pie", (20, 18, 80, 78), 0),
        ("line", (70, 46, 86, 28), 1),
        ("ring", (36, 80, 8), 1),
        ("ring", (64, 80, 8), 1),
    ],
}


def draw(*, name: str, leaf: str) -> bytes:
    """Return a 480 × 480 PNG for a product: its shelf's icon in colours that follow its name."""
    dice = random.Random(name)  # noqa: S311 - sample data, no secret
    hue = dice.random()
    light, pale = _colour(hue, 0.16, 0.98), _colour(hue + 0.05, 0.28, 0.93)
    image = Image.linear_gradient("L").resize((_OVERSAMPLED, _OVERSAMPLED))
    canvas = Image.composite(
        Image.new("RGB", image.size, pale), Image.new("RGB", image.size, light), image
    )
    pen = ImageDraw.Draw(canvas)
    tones = [
        _colour(hue + 0.5 + dice.uniform(-0.08, 0.08), 0.62, 0.42),
        _colour(hue + 0.42, 0.5, 0.68),
        _colour(hue + 0.5, 0.1, 1.0),
    ]
    for kind, numbers, tone in ICONS[leaf]:
        _draw_shape(pen, kind, [number * _OVERSAMPLED / 100 for number in numbers], tones[tone])
    buffer = io.BytesIO()
    canvas.reduce(2).save(buffer, "PNG")
    return buffer.getvalue()


def _colour(hue: float, saturation: float, value: float) -> tuple[int, int, int]:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)


def _draw_shape(
    pen: ImageDraw.ImageDraw, kind: str, at: list[float], colour: tuple[int, int, int]
) -> None:
    stroke = _OVERSAMPLED // 28
    if kind == "round":
        pen.rounded_rectangle(at, radius=_OVERSAMPLED // 32, fill=colour)
    elif kind == "rect":
        pen.rectangle(at, fill=colour)
    elif kind == "poly":
        pen.polygon(at, fill=colour)
    elif kind == "line":
        pen.line(at, fill=colour, width=stroke, joint="curve")
    elif kind == "arc":
        pen.arc(at, start=180, end=360, fill=colour, width=stroke)
    elif kind == "pie":
        pen.pieslice(at, start=150, end=330, fill=colour)
    else:
        x, y, radius = at
        box = (x - radius, y - radius, x + radius, y + radius)
        pen.ellipse(
            box, **({"fill": colour} if kind == "dot" else {"outline": colour, "width": stroke})
        )
