"""The command line: one module a verb, plain data on standard output, the rest on standard error."""
