"""From an uploaded file of unknown content to a clean picture. No database."""

import warnings
from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from .errors import InvalidImage

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 25_000_000
MIN_SIDE = 16
MAX_SIDE = 1_600
FORMATS = ["JPEG", "PNG", "WEBP"]
QUALITY = 82

# What Pillow's decoders raise for files that lie about themselves.
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    EOFError,
    OverflowError,
    MemoryError,
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


def read_picture(upload: BinaryIO) -> bytes:
    """Return the picture in ``upload`` as WebP, at most 1,600 pixels a side, without metadata.

    The content alone says what it is; name and declared type are not looked at. The size in
    pixels comes from the header, before anything is decoded.

    Raises:
        InvalidImage: over 5 MB or 25 megapixels, animated, tiny, or no JPEG, PNG or WebP.
    """
    body = upload.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise InvalidImage("La imagen pasa de 5 MB.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _encode(_open(body))
    except _BROKEN as error:
        raise InvalidImage("El archivo no es una imagen JPEG, PNG o WebP legible.") from error


def _open(body: bytes) -> Image.Image:
    picture = Image.open(BytesIO(body), formats=FORMATS)
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise InvalidImage("La imagen pasa de 25 megapíxeles.")
    if min(width, height) < MIN_SIDE:
        raise InvalidImage(f"La imagen debe medir al menos {MIN_SIDE} × {MIN_SIDE} píxeles.")
    if getattr(picture, "n_frames", 1) > 1:
        raise InvalidImage("La imagen no puede ser animada.")
    return picture


def _encode(picture: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    has_transparency = "A" in upright.getbands() or "transparency" in upright.info
    plain = upright.convert("RGBA" if has_transparency else "RGB")
    plain.thumbnail((MAX_SIDE, MAX_SIDE))
    # A new picture from the pixels alone: no EXIF, no profile, no comment comes along.
    clean = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    encoded = BytesIO()
    clean.save(encoded, "WEBP", quality=QUALITY, method=4)
    return encoded.getvalue()
