"""Files in: records joined to the books, one transaction for each file."""

from encours.flows.importing.answer import FileAnswer, ImportAnswer, ImportOptions
from encours.flows.importing.copies import attach_pdfs
from encours.flows.importing.files import import_files
from encours.flows.importing.first import import_first

__all__ = ["FileAnswer", "ImportAnswer", "ImportOptions", "attach_pdfs", "import_files", "import_first"]
