from __future__ import annotations

from django.urls import path

from holdfast.pages.accounts import views

urlpatterns = [
    path("accounts/", views.accounts, name="accounts"),
    path("search/", views.search, name="search"),
]
