from __future__ import annotations

from django.urls import path

from holdfast.pages.events import views

urlpatterns = [
    path("data/events/", views.events, name="events"),
    path("data/events/live/", views.live, name="events-live"),
    path("data/events/again/", views.try_again, name="events-again"),
    path("data/events/catalogue/", views.catalogue, name="events-catalogue"),
    path("data/events/keys/", views.keys, name="events-keys"),
    path("data/events/keys/<int:key>/revoke/", views.revoke, name="events-key-revoke"),
    path("data/events/consent/", views.consent, name="events-consent"),
    path("data/events/set-up/", views.set_up, name="events-set-up"),
]
