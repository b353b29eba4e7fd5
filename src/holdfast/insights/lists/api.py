"""What pages may call."""

from holdfast.insights.lists.actions import add_to_list, create_list, delete_list, remove_from_list, rename_list
from holdfast.insights.lists.contracts import BadList, ListFacts, ViewFacts
from holdfast.insights.lists.erasing import forget, held
from holdfast.insights.lists.queries import find_list, ids_in, lists, lists_with, version
from holdfast.insights.lists.saved_views import delete_view, save_view, saved_views, shared_views

__all__ = [
    "BadList",
    "ListFacts",
    "ViewFacts",
    "add_to_list",
    "create_list",
    "delete_list",
    "delete_view",
    "find_list",
    "forget",
    "held",
    "ids_in",
    "lists",
    "lists_with",
    "remove_from_list",
    "rename_list",
    "save_view",
    "saved_views",
    "shared_views",
    "version",
]
