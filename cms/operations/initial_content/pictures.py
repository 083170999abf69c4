"""The pictures of the first content: patterns drawn in code; they show no real place or person.

Every pattern is a formula, nothing is random: the same name and size give the same bytes.
The drawing functions work on an enlarged canvas (see SUPERSAMPLE); lengths inside them are
fractions of its height, so that a pattern keeps its look at any size.
"""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from math import cos, exp, pi, sin

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from cms.operations.initial_content.text import Text

Colour = tuple[int, int, int]
Point = tuple[float, float]


@dataclass(frozen=True)
class Picture:
    """A pattern to draw by its name, and the text that stands in for it."""

    name: str
    alt: Text


CONTOURS = Picture(
    "contours",
    Text(
        "Абстрактна шарка от изолинии в сиво-сини и медни тонове",
        "Abstract pattern of contour lines in slate and copper tones",
    ),
)
RHYTHM = Picture(
    "rhythm",
    Text(
        "Абстрактна шарка от преплетени дъги в медни тонове върху тъмен фон",
        "Abstract pattern of interlaced arcs in copper tones on a dark ground",
    ),
)
CURRENTS = Picture(
    "currents",
    Text(
        "Абстрактна шарка от снопове линии, които се сливат",
        "Abstract pattern of bundles of lines that merge",
    ),
)
STRATA = Picture(
    "strata",
    Text(
        "Абстрактна шарка от нагънати пластове в сиво-сини и медни тонове",
        "Abstract pattern of folded layers in slate and copper tones",
    ),
)

# Stands for a page that has no picture of its own where it is shared.
SHARE = STRATA

NIGHT: Colour = (20, 29, 37)
SLATE: Colour = (42, 58, 70)
STEEL: Colour = (96, 118, 131)
MIST: Colour = (206, 212, 211)
SAND: Colour = (240, 226, 206)
APRICOT: Colour = (226, 165, 116)
COPPER: Colour = (184, 104, 58)
UMBER: Colour = (112, 58, 36)
PATINA: Colour = (92, 148, 136)

# Pillow draws without smoothing; shapes drawn this many times too large come down smooth.
SUPERSAMPLE = 2


def draw(name: str, width: int, height: int) -> bytes:
    """The named pattern as a PNG of width × height pixels.

    Raises KeyError when no pattern has that name.
    """
    canvas = PATTERNS[name](width * SUPERSAMPLE, height * SUPERSAMPLE)
    png = BytesIO()
    canvas.resize((width, height), Image.Resampling.LANCZOS).save(png, "PNG", optimize=True)
    return png.getvalue()


def _blend(colours: tuple[Colour, ...], at: float) -> Colour:
    """The colour at 0..1 along evenly spaced colours."""
    place = min(max(at, 0.0), 1.0) * (len(colours) - 1)
    first = min(int(place), len(colours) - 2)
    share = place - first
    red, green, blue = (
        round(a + (b - a) * share) for a, b in zip(colours[first], colours[first + 1], strict=True)
    )
    return red, green, blue


def _smooth(at: float) -> float:
    """From 0 to 1 without a corner at either end (smoothstep)."""
    at = min(max(at, 0.0), 1.0)
    return at * at * (3 - 2 * at)


def _gradient(width: int, height: int, top: Colour, bottom: Colour) -> Image.Image:
    """An even change of colour from top to bottom."""
    mask = Image.linear_gradient("L").resize((width, height))
    return Image.composite(
        Image.new("RGB", (width, height), bottom), Image.new("RGB", (width, height), top), mask
    )


# --- contours: a relief of soft hills, cut into steps -----------------------------------------

CONTOUR_STEPS = 15
CONTOUR_GRID = 120  # rows of the grid the relief is computed on; Pillow interpolates the rest

# Each hill: x and y of its top, its radius, its height (a hollow is negative).
HILLS = (
    (0.34, 0.40, 0.27, 1.00),
    (0.62, 0.14, 0.20, 0.45),
    (1.36, 0.30, 0.25, 0.86),
    (1.16, 0.74, 0.22, 0.62),
    (1.66, 0.62, 0.20, 0.50),
    (0.10, 0.86, 0.25, 0.42),
    (0.78, 0.60, 0.20, -0.32),
    (0.60, 0.98, 0.22, -0.22),
)


def _elevation(x: float, y: float) -> float:
    """The relief's height at a point, within 0..1."""
    x, y = x + 0.03 * sin(9 * y + 1), y + 0.03 * sin(8 * x)
    hills = sum(
        top * exp(-((x - left) ** 2 + (y - down) ** 2) / (2 * radius * radius))
        for left, down, radius, top in HILLS
    )
    return min(max(0.16 + 0.72 * hills + 0.012 * sin(17 * x + 11 * y), 0.0), 1.0)


def _map(width: int, height: int, value: Callable[[float, float], float]) -> Image.Image:
    """A grey picture, 0..255, of a function of a point with values within 0..1."""
    rows, columns = CONTOUR_GRID, round(CONTOUR_GRID * width / height)
    grid = Image.new("F", (columns, rows))
    grid.putdata([255 * value(x / rows, y / rows) for y in range(rows) for x in range(columns)])
    # Interpolated before it is rounded, so that the edges of the steps are smooth curves.
    return grid.resize((width, height), Image.Resampling.BICUBIC).convert("L")


def _light(x: float, y: float) -> float:
    """How bright the relief is at a point under light from the upper left, within 0..1."""
    step = 1 / CONTOUR_GRID
    slope = _elevation(x + step, y + step) - _elevation(x - step, y - step)
    return min(max(0.86 + 3.2 * slope, 0.55), 1.0)


def _contours(width: int, height: int) -> Image.Image:
    colours = (NIGHT, SLATE, STEEL, MIST, SAND, APRICOT, COPPER)
    steps = _map(width, height, _elevation).point([v * CONTOUR_STEPS // 256 for v in range(256)])
    # A line of even width where two steps meet.
    lines = ImageChops.subtract(
        steps.filter(ImageFilter.MaxFilter(3)), steps.filter(ImageFilter.MinFilter(3))
    ).point([0] + [130] * 255)
    steps.putpalette(
        [part for n in range(CONTOUR_STEPS) for part in _blend(colours, n / (CONTOUR_STEPS - 1))]
    )
    light = _map(width, height, _light)
    relief = ImageChops.multiply(steps.convert("RGB"), Image.merge("RGB", (light, light, light)))
    relief.paste(SAND, mask=lines)
    return relief


# --- rhythm: square tiles of concentric arcs, each turned one of two ways ----------------------

RHYTHM_ROWS = 5
RHYTHM_TONES = (SLATE, COPPER, APRICOT, COPPER, SLATE)  # of each arc; alike from either side


def _rhythm_tile(size: int) -> Image.Image:
    """Arcs about two opposite corners; they meet the arcs of any neighbour, turned or not."""
    tile = Image.new("RGB", (size, size), NIGHT)
    pen = ImageDraw.Draw(tile)
    gap = size / (len(RHYTHM_TONES) + 1)
    for corner in (-1, size):  # one pixel outside: there a tile and its mirror image agree
        for n, tone in reversed(list(enumerate(RHYTHM_TONES, start=1))):
            pen.circle((corner, corner), gap * (n + 0.27), fill=tone)
            pen.circle((corner, corner), gap * (n - 0.27), fill=NIGHT)
    return tile


def _rhythm(width: int, height: int) -> Image.Image:
    size = -(-height // RHYTHM_ROWS)
    tile = _rhythm_tile(size)
    turned = tile.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    canvas = Image.new("RGB", (width, height))
    for row in range(RHYTHM_ROWS):
        for column in range(-(-width // size)):
            beat = (row * 2 + column * 3 + row * column) % 5
            canvas.paste(turned if beat in (0, 3) else tile, (column * size, row * size))
    return canvas


# --- currents: bundles of lines that flow together ---------------------------------------------

CURRENT_LINES = 15

# Each bundle: where it enters at the left, where it joins, its colours.
BUNDLES: tuple[tuple[float, float, tuple[Colour, ...]], ...] = (
    (0.14, 0.39, (PATINA, MIST)),
    (0.52, 0.52, (STEEL, SAND)),
    (0.90, 0.65, (APRICOT, COPPER, UMBER)),
)


def _current(width: int, height: int, enters: float, joins: float, line: float) -> list[Point]:
    """One line of a bundle, from the left edge to the right; line runs from -1 to 1 across it."""
    points = []
    for x in range(-height // 20, width + height // 20, max(height // 180, 1)):
        at = x / width
        merged = _smooth(at / 0.85)
        # Each bundle has its own waves until it has merged; from there on all share one.
        wave = (1 - merged) * sin(2 * pi * at + 5 * enters) + merged * sin(2 * pi * at + 0.8)
        middle = enters + (joins - enters) * merged + 0.06 * wave
        spread = 0.14 - 0.08 * merged + 0.02 * (1 - merged) * cos(4 * pi * at + 9 * enters)
        points.append((float(x), height * (middle + spread * line)))
    return points


def _currents(width: int, height: int) -> Image.Image:
    canvas = _gradient(width, height, NIGHT, SLATE)
    pen = ImageDraw.Draw(canvas)
    for enters, joins, colours in BUNDLES:
        for n in range(CURRENT_LINES):
            line = 2 * n / (CURRENT_LINES - 1) - 1
            pen.line(
                _current(width, height, enters, joins, line),
                fill=_blend(colours, n / (CURRENT_LINES - 1)),
                width=round(height * (0.0022 + 0.0042 * (1 - line * line))),
                joint="curve",
            )
    return canvas


# --- strata: folded layers, broken by a fault ---------------------------------------------------

# Colour and thickness of each layer, from the uppermost down.
LAYERS = (
    (SLATE, 0.12), (STEEL, 0.13), (MIST, 0.10), (SAND, 0.06), (APRICOT, 0.11), (COPPER, 0.05),
    (UMBER, 0.07), (NIGHT, 0.09), (SLATE, 0.05), (COPPER, 0.12), (SAND, 0.07), (STEEL, 0.04),
    (SLATE, 0.13), (NIGHT, 0.20),
)  # fmt: skip


def _layer(width: int, height: int, top: float, drop: float) -> list[Point]:
    """The upper edge of a layer; folds are deeper further down."""
    step = max(height // 180, 1)
    return [
        (
            float(x),
            height * (top + drop + (0.05 + 0.05 * top) * sin(3.1 * x / height + 1.4 + top)
                      + 0.018 * sin(7.3 * x / height + 5 * top)),
        )
        for x in range(0, width + step, step)
    ]  # fmt: skip


def _folds(width: int, height: int, drop: float) -> Image.Image:
    """All layers, from the uppermost down, moved down by drop; thin seams lie within each."""
    canvas = Image.new("RGB", (width, height), NIGHT)
    pen = ImageDraw.Draw(canvas)
    top = -0.18
    for colour, thickness in LAYERS:
        edge = _layer(width, height, top, drop)
        pen.polygon([*edge, (width, height), (0, height)], fill=colour)
        for seam in (0.34, 0.67):
            edge = _layer(width, height, top + seam * thickness, drop)
            pen.line(edge, fill=_blend((colour, UMBER), 0.25), width=max(height // 500, 1))
        top += thickness
    return canvas


def _strata(width: int, height: int) -> Image.Image:
    canvas = _folds(width, height, 0.0)
    beyond = Image.new("L", (width, height))
    fault = [(width * 0.66, 0), (width, 0), (width, height), (width * 0.56, height)]
    ImageDraw.Draw(beyond).polygon(fault, fill=255)
    canvas.paste(_folds(width, height, 0.09), mask=beyond)
    return canvas


PATTERNS: dict[str, Callable[[int, int], Image.Image]] = {
    CONTOURS.name: _contours,
    RHYTHM.name: _rhythm,
    CURRENTS.name: _currents,
    STRATA.name: _strata,
}
