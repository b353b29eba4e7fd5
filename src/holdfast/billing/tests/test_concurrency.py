from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection

from holdfast.billing import api
from holdfast.billing.models import Purchase
from holdfast.core.api import PutCount
from holdfast.core.scoping import in_workspace
from tests.records import day, table

AT = day("2026-02-01")


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_store_each_record_once(workspace) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one process write at a time; events.tests.test_crash shows two of them")
    rows = [{"purchase": f"p{number}", "account": f"A{number % 7}", "bought_at": AT} for number in range(500)]
    together = Barrier(2)
    counts: list[PutCount] = []

    def put() -> None:
        try:
            with in_workspace(workspace):
                together.wait()
                counts.append(api.put_records("purchase", table("purchase", *rows), source="test", at=AT))
        finally:
            connection.close()

    threads = [Thread(target=put) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(count.added for count in counts) == [0, 500]
    assert Purchase.objects.count() == 500
