from __future__ import annotations

from django.urls import path, register_converter

from holdfast.pages.accounts.keys import KeyConverter
from holdfast.pages.accounts.views import account, notes, overview, saved, search, stored_lists

register_converter(KeyConverter, "key")

urlpatterns = [
    path("accounts/", overview.accounts, name="accounts"),
    path("accounts.<slug:form>", overview.export, name="accounts-export"),
    path("accounts/<key:key>/", account.account, name="account"),
    path("accounts/<key:key>/segments/", account.in_segments, name="account-segments"),
    path("accounts/<key:key>/notes/", notes.write, {"subject": "account"}, name="account-note"),
    path("people/<key:key>/", account.person, name="person"),
    path("people/<key:key>/notes/", notes.write, {"subject": "person"}, name="person-note"),
    path("notes/<int:note_id>/", notes.edit, name="note"),
    path("notes/<int:note_id>/delete/", notes.delete, name="note-delete"),
    path("views/", saved.save, name="view-save"),
    path("views/<int:view_id>/delete/", saved.delete, name="view-delete"),
    path("lists/", stored_lists.overview, name="lists"),
    path("lists/new/", stored_lists.new, name="list-new"),
    path("lists/add/", stored_lists.add, name="list-add"),
    path("lists/<int:list_id>/", stored_lists.one, name="list"),
    path("lists/<int:list_id>.<slug:form>", stored_lists.export, name="list-export"),
    path("lists/<int:list_id>/remove/", stored_lists.remove, name="list-remove"),
    path("lists/<int:list_id>/rename/", stored_lists.rename, name="list-rename"),
    path("lists/<int:list_id>/delete/", stored_lists.delete, name="list-delete"),
    path("search/", search.search, name="search"),
]
