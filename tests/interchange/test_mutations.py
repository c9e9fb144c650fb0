"""Whatever happens to a file on its way, the answer is a refusal or records, never a failure."""

import io
import random

from hypothesis import given
from hypothesis import strategies as st

from encours.books.interchange.formats.pdf_zip import read_pdfs
from encours.books.interchange.formats.reader import preview, read
from encours.books.interchange.formats.spreadsheet import ready_spreadsheet
from tests.interchange.fec_made import Dialect, written, year
from tests.interchange.workbooks import ods, ods_number, ods_row, ods_text

WHOLE = (
    written(year()),
    written(year(), Dialect(mark=";", quoted=True, codec="cp1252")),
    'Client;N° facture;Date;TTC\nDupont;F-1;01/02/2026;1 234,5\n"A\nB";F-2;x;3\n'.encode("cp1252"),
    ready_spreadsheet("fr"),
    ods(ods_row(ods_text("Client"), ods_text("TTC")) + ods_row(ods_text("Dupont"), ods_number(12))),
)
INSERTED = (b"0", b"999999999", b"\n", b'"', b";", b"\t", b"-", b"=", b"\xe9", b"\x81", b"e9")


def mutated(whole: bytes, chance: random.Random) -> bytes:
    data = bytearray(whole)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(4):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[at : at + chance.randint(1, 20)]
            case 2:
                data[at:at] = chance.choice(INSERTED)
            case _:
                del data[at:]
    return bytes(data)


@given(st.sampled_from(WHOLE), st.integers(min_value=0))
def test_no_damage_makes_the_door_fail(whole: bytes, seed: int) -> None:
    data = mutated(whole, random.Random(seed))
    read(io.BytesIO(data), "fichier")
    preview(io.BytesIO(data), "fichier")
    list(read_pdfs(io.BytesIO(data), "fichier"))


@given(st.binary(max_size=300))
def test_no_bytes_make_the_door_fail(data: bytes) -> None:
    read(io.BytesIO(data), "fichier")
    list(read_pdfs(io.BytesIO(data), "fichier"))
