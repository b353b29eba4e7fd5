from __future__ import annotations

from django.urls import path

from holdfast.pages.subscriptions import views

urlpatterns = [
    path("subscriptions/", views.subscriptions, name="subscriptions"),
    path("subscriptions/new/", views.new, name="subscription-new"),
    path("subscriptions/<int:subscription_id>/change/", views.change, name="subscription-change"),
    path("subscriptions/<int:subscription_id>/leave/", views.leave, name="subscription-leave"),
    path("subscriptions/<int:subscription_id>/delete/", views.delete, name="subscription-delete"),
]
