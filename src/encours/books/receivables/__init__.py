"""Customers, contacts, invoices, credit notes, payments and their allocation."""
