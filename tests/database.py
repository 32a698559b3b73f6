"""
The database of the tests.

With DATABASE_URL: that server. Without: the embedded PostgreSQL under ``var/test``, which the first
test process starts and the last one stops; it does not wait for the disk.
"""

from collections.abc import Iterator

import pytest

from congdoan.config import embedded
from congdoan.config import environment as env
from congdoan.config.settings_test import TEST_HOME


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    if env.text("DATABASE_URL"):
        yield
        return
    with embedded.Server(TEST_HOME, throwaway=True).running():
        yield
