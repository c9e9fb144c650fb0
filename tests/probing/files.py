"""Files as people hand them in, and files as nobody should."""

import io
import zipfile


def a_pdf(word: str) -> bytes:
    """Enough of a PDF to be taken for one."""
    return f"%PDF-1.4\n1 0 obj<</Title({word})>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF".encode()


def a_table(name: str, number: str) -> io.BytesIO:
    """One line of invoices, as a spreadsheet saves it."""
    rows = f"Client;Facture;Date;Échéance;Montant\n{name};{number};01/09/2026;01/10/2026;120,50\n"
    return io.BytesIO(rows.encode())


def a_zip(names: list[str], content: bytes) -> bytes:
    """An archive whose names may lead elsewhere."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return packed.getvalue()


def unpacked(body: bytes) -> bytes:
    """An answer with what is packed in it laid open, so that its words can be read."""
    if not body.startswith(b"PK\x03\x04"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return b"\n".join([body, *(archive.read(name) for name in archive.namelist())])
