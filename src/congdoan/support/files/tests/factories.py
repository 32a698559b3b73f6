"""Files as they come from a browser."""

from io import BytesIO
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 24
PDF = b"%PDF-1.7\n%...\ntrailer\n%%EOF\n"


def upload(name: str = "ban-quet.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def office_file(*parts: str, mimetype: str = "") -> bytes:
    """Return a zip package with these parts (and an ODF mark first); the same bytes every time."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        if mimetype:
            package.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for part in parts:
            package.writestr(zipfile.ZipInfo(part), "x")
    return held.getvalue()
