import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from catalog.errors import InvalidImage
from catalog.pictures import MAX_BYTES, MAX_PIXELS, read_picture
from tests.factories.catalog import picture_file


def opened(body):
    return Image.open(BytesIO(body))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_pictures_of_the_three_kinds_become_webp(kind):
    picture = opened(read_picture(picture_file(kind=kind, size=(64, 48))))

    assert (picture.format, picture.size) == ("WEBP", (64, 48))


def test_a_large_picture_is_made_smaller_in_proportion():
    picture = opened(read_picture(picture_file(size=(3_200, 1_600))))

    assert picture.size == (1_600, 800)


def test_metadata_does_not_come_along():
    exif = Image.Exif()
    exif[0x010E] = "Mi casa, Cra 7 # 1-23"
    source = picture_file(kind="JPEG", exif=exif, comment=b"secreto")

    result = read_picture(source)

    assert not opened(result).getexif()
    assert b"Mi casa" not in result
    assert b"secreto" not in result


def test_a_picture_taken_sideways_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6

    picture = opened(read_picture(picture_file(kind="JPEG", size=(80, 40), exif=exif)))

    assert picture.size == (40, 80)


def test_transparency_stays():
    body = BytesIO()
    Image.new("RGBA", (32, 32), (0, 0, 0, 0)).save(body, "PNG")

    assert opened(read_picture(BytesIO(body.getvalue()))).mode == "RGBA"


def png_header(width, height):
    """Return a PNG that claims a size and brings almost nothing."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    return start + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def animated(kind):
    body = BytesIO()
    frames = [Image.new("RGB", (32, 32), color) for color in ("red", "blue")]
    frames[0].save(body, kind, save_all=True, append_images=frames[1:])
    return body.getvalue()


HOSTILE = {
    "nothing": b"",
    "text": b"hola",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "html in a jpeg": b"\xff\xd8\xff\xe0<script>alert(1)</script>",
    "php after a gif": b"GIF89a<?php system($_GET[0]); ?>",
    "half a picture": picture_file(size=(200, 200), kind="JPEG").read()[:300],
    "a claim of 13,000 squared": png_header(13_000, 13_000),
    "a claim of four thousand million": png_header(65_000, 65_000),
    "just over the limit": png_header(5_001, 5_000),
    "a claim without pixels": png_header(100, 100),
    "animated png": animated("PNG"),
    "animated webp": animated("WEBP"),
    "tiny": picture_file(size=(8, 8)).read(),
    "a tiff": picture_file(kind="TIFF").read(),
    "a bmp": picture_file(kind="BMP").read(),
    "over five megabytes": b"\x89PNG\r\n\x1a\n" + b"0" * MAX_BYTES,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused(name):
    with pytest.raises(InvalidImage):
        read_picture(BytesIO(HOSTILE[name]))


def test_the_size_is_checked_before_anything_is_decoded(monkeypatch):
    def never(*args, **kwargs):
        raise AssertionError("decoded")

    monkeypatch.setattr(Image.Image, "load", never)
    monkeypatch.setattr("PIL.PngImagePlugin.PngImageFile.load", never, raising=False)

    with pytest.raises(InvalidImage, match="25 megapíxeles"):
        read_picture(BytesIO(png_header(5_001, MAX_PIXELS // 5_000)))
