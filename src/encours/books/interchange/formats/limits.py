"""How much a file may hold before it is refused, so that no file can exhaust the machine."""

TEXT_BYTES = 1_000_000_000
TABLE_BYTES = 60_000_000
LINE_CHARACTERS = 100_000
LINE_BYTES = 1_000_000
CELL_CHARACTERS = 2_000
COLUMNS = 500
CELLS = 6_000_000
UNPACKED_BYTES = 300_000_000
ERRORS = 20_000
REMARKS = 20_000
OPEN_ENTRIES = 50_000

PDF_BYTES = 25_000_000
PDF_COUNT = 2_000
PDF_TOTAL_BYTES = 500_000_000

# What the books hold (receivables.models); a longer text is refused, never cut.
FIELD_CHARACTERS = {
    "number": 60,
    "customer_code": 40,
    "customer_name": 160,
    "contact_name": 60,
    "first_name": 50,
    "last_name": 60,
    "phone": 40,
    "street": 120,
    "street_more": 120,
    "postal_code": 12,
    "city": 80,
    "po_number": 60,
    "reference": 140,
}
