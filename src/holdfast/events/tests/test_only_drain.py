"""One process drains, whatever happens to its connections, and an import beside it is not forgotten."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from holdfast.events.api import the_only_drain
from holdfast.events.contracts import DrainRunning
from holdfast.events.drain.announcing import versions


@pytest.mark.django_db(transaction=True)
def test_the_lock_outlives_the_connection_of_the_queries(settings) -> None:
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with the_only_drain() as hold:
        connection.close()
        hold()
        with pytest.raises(DrainRunning), the_only_drain():
            raise AssertionError
    with the_only_drain():
        pass


@pytest.mark.django_db(transaction=True)
def test_the_lock_is_taken_again_when_the_server_has_gone_away() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("a lock of PostgreSQL")
    with the_only_drain() as hold:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)"
                " WHERE locktype = 'advisory' AND datname = current_database()"
            )
        hold()
        with pytest.raises(DrainRunning), the_only_drain():
            raise AssertionError


def test_versions_are_read_under_the_lock_of_their_workspaces(workspace) -> None:
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        assert versions([workspace.pk]) == {workspace.pk: workspace.data_version}
    locks = "FOR UPDATE" in queries[0]["sql"]
    assert locks is connection.features.has_select_for_update
