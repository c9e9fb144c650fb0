"""A flow asks rooms and tells rooms: it reads and writes no table itself, and decides nothing."""

import ast

from tests.house.plan import ROOT, SOURCE, tree

TABLE_WORDS = {"objects", "save", "delete", "bulk_create", "bulk_update", "select_for_update"}


def test_a_flow_reads_and_writes_no_table() -> None:
    wrong = [
        f"{file.relative_to(ROOT)}:{node.lineno} .{node.attr}"
        for file in sorted((SOURCE / "flows").rglob("*.py"))
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Attribute) and node.attr in TABLE_WORDS
    ]
    assert wrong == []
