"""QR codes as pictures that a page may show without asking anybody else for them."""

import segno


def qr_image(text: str) -> str:
    """Return the QR code of ``text`` as an SVG in a ``data:`` address."""
    address: str = segno.make(text, error="m", micro=False).svg_data_uri(scale=6, border=4)
    return address
