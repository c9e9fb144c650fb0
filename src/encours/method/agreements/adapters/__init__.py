"""Papers of agreements: plain data in, a PDF out."""
