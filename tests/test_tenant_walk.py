"""The tenant walk: every address, every method, everybody. Nobody sees or changes what belongs to others.

tests/tenant_walk.py says how to add what a new address needs.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import ForeignKey, Model
from django.http import HttpResponse
from django.test import Client

from holdfast.core.api import create_workspace
from holdfast.core.members.models import Invitation, Member, Membership
from holdfast.core.members.roles import Permission, Role
from holdfast.core.models import Workspace, WorkspaceModel
from holdfast.core.scoping import in_workspace
from tests import company
from tests.tenant_walk import (
    ARGUMENTS,
    CANARY,
    NOT_THERE,
    PUBLIC,
    PUBLIC_ARGUMENTS,
    QUERY,
    Place,
    Route,
    bring_in_canaries,
    routes,
)

METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
# Rows of a visitor's own, which any request may write.
OWN_TABLES = ("django_session", "core_counter", "members_signedin")


@pytest.fixture(autouse=True)
def _without_limits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A walk asks more often than a person may, and is refused thousands of times, which nobody has to read."""
    from holdfast.pages.members import invitation, limits, views

    for module in (limits, invitation, views):
        monkeypatch.setattr(module, "take", lambda *_: None)
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def theirs(db: None, tmp_path: Any) -> Place:
    """The workspace whose things nobody else may see: full of canaries, without a board."""
    made = create_workspace(f"{CANARY} Ltd", slug="theirs", at=company.IMPORTED)
    bring_in_canaries(made, tmp_path / "canaries")
    made.refresh_from_db()
    owner = Member.objects.create_user("owner@theirs.test", name=f"{CANARY} owner")
    Membership.objects.create(workspace=made, member=owner, role=Role.OWNER, seen_at=company.IMPORTED)
    return Place(made, owner)


def test_every_address_is_guarded_or_public_for_a_reason() -> None:
    unguarded = [route.pattern for route in routes() if route.is_of_workspace and route.needs is None]
    assert unguarded == [], "wrap these views with @page(Permission...), from holdfast.pages.access"
    unknown = [route.pattern for route in outside() if route.name not in PUBLIC]
    assert unknown == [], "say in tests/tenant_walk.py (PUBLIC) why everybody may ask for these"
    assert {route.needs for route in inside() if route.needs} <= {str(permission) for permission in Permission}


def test_every_address_has_what_the_walk_needs() -> None:
    guarded = [route for route in routes() if route.is_of_workspace]
    missing = [f"{route.name}:{name}" for route in guarded for name in route.arguments if not route.key(name)]
    assert missing == [], "say in tests/tenant_walk.py (ARGUMENTS) how to make these, under route:argument or argument"
    used = {route.key(name) for route in guarded for name in route.arguments}
    assert sorted(set(ARGUMENTS) - used) == [], "no address needs these entries of ARGUMENTS any more"
    assert sorted(set(PUBLIC) - {route.name for route in outside()}) == [], "no address has these names any more"


def test_visitors_and_strangers_learn_and_change_nothing(theirs: Place, client: Client) -> None:
    stranger = _owner_of(create_workspace("Elsewhere", slug="elsewhere", at=company.IMPORTED))
    made = _made(theirs)
    before = _rows(theirs.workspace)
    wrong: list[str] = []
    for route in inside():
        address = _address(route, "theirs", made)
        for method in METHODS:
            for who, asking, allowed in (("visitor", client, {302, 405}), ("stranger", stranger, {404, 405})):
                with _writes() as written:
                    answer = _asked(asking, method, address, made)
                wrong += _complaints(f"{who} {method} {address}", answer, allowed, written)
                if answer.status_code == 302 and not answer["Location"].startswith("/auth/login/?next="):
                    wrong.append(f"{who} {method} {address}: sent to {answer['Location']}")
    assert "\n".join(wrong) == ""
    assert _rows(theirs.workspace) == before


def test_public_addresses_show_and_change_nothing(theirs: Place, client: Client) -> None:
    stranger = _owner_of(create_workspace("Elsewhere", slug="elsewhere", at=company.IMPORTED))
    made = _made(theirs)
    before = _rows(theirs.workspace)
    wrong: list[str] = []
    for route in outside():
        address = _address(route, "", {name: PUBLIC_ARGUMENTS[name] for name in route.arguments})
        for method in METHODS:
            for who, asking in (("visitor", client), ("stranger", stranger)):
                with _undone():
                    answer = _asked(asking, method, address, made)
                wrong += _complaints(f"{who} {method} {address}", answer, set(range(200, 500)), [])
    assert "\n".join(wrong) == ""
    assert _rows(theirs.workspace) == before


def test_ids_of_others_open_nothing_in_ones_own_workspace(theirs: Place, harbour: Workspace) -> None:
    """The owner of one workspace asks for things of another one under the address of the own one."""
    owner = _owner_of(harbour)
    made = _made(theirs)
    before = _rows(theirs.workspace)
    wrong: list[str] = []
    for route in inside():
        if not route.arguments:
            continue
        address = _address(route, harbour.slug, made)
        for method in METHODS:
            with _undone(), _writes() as written:
                answer = _asked(owner, method, address, made)
                if written and (_rows(theirs.workspace) != before or _crossings()):
                    wrong.append(f"{method} {address} reached over: {written}")
            wrong += _complaints(f"{method} {address}", answer, set(range(200, 500)), [])
    assert "\n".join(wrong) == ""
    assert _rows(theirs.workspace) == before


@pytest.mark.parametrize("role", list(Role))
def test_each_role_does_what_it_may_and_no_more(role: Role, harbour: Workspace) -> None:
    """What a role lacks is refused. What it has is there, with the things that the table makes."""
    maker = Place(harbour, Member.objects.create_user("maker@harbour.test"), "acme")
    Membership.objects.create(workspace=harbour, member=maker.member, role=Role.OWNER, seen_at=company.IMPORTED)
    made, asking = _made(maker), _signed_in(harbour, role)
    wrong: list[str] = []
    for route in inside():
        may = role.may(Permission(route.needs or Permission.OWN))
        # All that a higher role may do too is walked with the lowest one that may.
        for method in METHODS if not may or role is _lowest(route) else ("get",):
            address = _address(route, harbour.slug, made)
            with _undone(), _writes() as written:
                answer = _asked(asking, method, address, made)
            wrong += _judged(role, route, method, address, answer, may, written)
    assert "\n".join(wrong) == ""


def test_every_page_wants_the_token_of_a_form(theirs: Place) -> None:
    strict, made = Client(enforce_csrf_checks=True), _made(theirs)
    strict.force_login(theirs.member)
    for route in (*inside(), *outside()):
        given = made | {name: value for name, value in PUBLIC_ARGUMENTS.items() if not route.is_of_workspace}
        answer = strict.post(_address(route, "theirs", given))
        # A page that only shows does not look at what is sent. Programs are let in by their key or their address alone.
        by_key = route.name.startswith("api-") or route.name == "leave-mails"
        refused = {403, 405} if route.is_of_workspace else {401, 404, 405} if by_key else {403}
        assert answer.status_code in refused, f"{route.pattern}: {answer}"


def inside() -> list[Route]:
    """Those whose arguments are known; that all of them are is a test of its own."""
    every = (route for route in routes() if route.is_of_workspace)
    return [route for route in every if all(map(route.key, route.arguments))]


def outside() -> list[Route]:
    return [route for route in routes() if not route.is_of_workspace]


def _judged(
    role: Role, route: Route, method: str, address: str, answer: HttpResponse, may: bool, written: list[str]
) -> list[str]:
    about = f"{role} {method} {address}"
    if not may:
        return _complaints(about, answer, {403, 405}, written, canary=False)
    wrong = _complaints(about, answer, set(range(200, 500)), [], canary=False)
    # A view may want more of who sends than of who looks.
    if method == "get" and answer.status_code in (403, 404) and route.name not in NOT_THERE:
        wrong.append(f"{about}: {answer.status_code}, though this role may; is its entry in ARGUMENTS right?")
    return wrong


def _complaints(
    about: str, answer: HttpResponse, allowed: set[int], written: list[str], *, canary: bool = True
) -> list[str]:
    wrong = []
    if answer.status_code not in allowed:
        wrong.append(f"{about}: {answer.status_code}")
    if canary and CANARY.lower().encode() in _body(answer).lower():
        wrong.append(f"{about}: shows what belongs to others")
    if written:
        wrong.append(f"{about}: writes {written}")
    return wrong


def _body(answer: HttpResponse) -> bytes:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    # An address that was asked for may be said again.
    asked = str(answer.wsgi_request.path).encode()
    return content.replace(asked, b"")


def _asked(asking: Client, method: str, address: str, made: dict[str, Any]) -> HttpResponse:
    """A request whose body and query name all that the walk has made, under the names that forms use."""
    names = {key.split(":")[-1].removesuffix("_id"): value for key, value in made.items()}
    given = {**names, "role": "viewer", "name": "Walk", "text": "walk", "period": "month", "key": "nrr"}
    asking.raise_request_exception = False
    if method in ("get", "head", "options"):
        return getattr(asking, method)(f"{address}?{QUERY}")
    if method == "post":
        return asking.post(address, {name: value for name, value in given.items() if value is not None})
    return getattr(asking, method)(address, data="{}", content_type="application/json")


def _made(place: Place) -> dict[str, Any]:
    """One of everything that addresses name."""
    with in_workspace(place.workspace):
        return {key: make(place) for key, make in ARGUMENTS.items()}


def _address(route: Route, slug: str, made: dict[str, Any]) -> str:
    address = "/" + route.pattern.replace("<slug:workspace>", slug)
    for name in route.arguments:
        before, _, rest = address.partition("<")
        value = made[route.key(name)] if route.key(name) in made else made[name]
        address = f"{before}{value}{rest.partition('>')[2]}"
    return address


def _member(workspace: Workspace, role: Role) -> Member:
    member = Member.objects.create_user(f"walker-{role}@{workspace.slug}.test")
    Membership.objects.create(workspace=workspace, member=member, role=role, seen_at=company.IMPORTED)
    return member


def _signed_in(workspace: Workspace, role: Role) -> Client:
    from django.utils import timezone

    client = Client()
    client.force_login(_member(workspace, role))
    Membership.objects.filter(workspace=workspace).update(seen_at=timezone.now())
    return client


def _owner_of(workspace: Workspace) -> Client:
    return _signed_in(workspace, Role.OWNER)


def _lowest(route: Route) -> Role:
    return next(role for role in Role if role.may(Permission(route.needs or Permission.OWN)))


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _writes() -> Iterator[list[str]]:
    """The statements inside that change anything but a visitor's own rows."""
    found: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE") and not any(own in sql for own in OWN_TABLES):
            found.append(sql[:160])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def _scoped() -> list[type[Model]]:
    return [model for model in apps.get_models() if issubclass(model, WorkspaceModel)]


def _rows(workspace: Workspace) -> dict[str, int]:
    """A hash of all rows of the workspace, table by table."""
    with in_workspace(workspace):
        tables = {model._meta.db_table: model.objects.order_by("pk").values_list() for model in _scoped()}
        tables["core_workspace"] = Workspace.objects.filter(pk=workspace.pk).values_list()
        for model in (Membership, Invitation):
            tables[model._meta.db_table] = model.objects.filter(workspace=workspace).order_by("pk").values_list()
        return {table: hash(repr(list(rows))) for table, rows in tables.items()}


def _crossings() -> list[str]:
    """Foreign keys that lead from one workspace into another."""
    wrong = []
    with connection.cursor() as cursor:
        for model in _scoped():
            for field in model._meta.concrete_fields:
                if isinstance(field, ForeignKey) and issubclass(field.related_model, WorkspaceModel):
                    here, there = model._meta.db_table, field.related_model._meta.db_table
                    cursor.execute(
                        f'SELECT count(*) FROM "{here}" a JOIN "{there}" b ON a."{field.column}" = b.id '
                        "WHERE a.workspace_id <> b.workspace_id"
                    )
                    if cursor.fetchone()[0]:
                        wrong.append(f"{here}.{field.column}")
    return wrong
