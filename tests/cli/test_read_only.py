"""A database that may only be read, as a replica is: what writes says so in one sentence."""

import os

import psycopg
import pytest

from tests.installations import Installation

pytestmark = pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="a replica is PostgreSQL's")


@pytest.fixture
def replica(filled: Installation) -> Installation:
    with psycopg.connect(filled.environment["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(
            f"ALTER DATABASE {filled.database} SET default_transaction_read_only = on".encode()
        )
    return filled


def test_what_only_reads_works_and_what_writes_says_why_it_cannot(replica: Installation) -> None:
    assert replica.run("journal", "verify").returncode == 0
    refused = replica.run("night", check=False)
    assert refused.returncode == 1
    assert "réplique" in refused.stderr
    assert "Traceback" not in refused.stderr
