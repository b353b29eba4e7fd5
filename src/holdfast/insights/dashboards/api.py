"""What pages and the worker may call."""

from holdfast.insights.dashboards.actions import (
    change_dashboard,
    create_dashboard,
    delete_dashboard,
    duplicate_dashboard,
    keep_override,
)
from holdfast.insights.dashboards.contracts import (
    DAYS,
    HEIGHTS,
    LASTS,
    OF_REPORTS,
    WIDTHS,
    BadDashboard,
    DashboardFacts,
    Kind,
    LinkFacts,
    Override,
    TileFacts,
)
from holdfast.insights.dashboards.erasing import forget, held
from holdfast.insights.dashboards.linking import LinkGone, links, make_link, opened, revoke_link
from holdfast.insights.dashboards.queries import (
    dashboards,
    dashboards_with,
    find_any,
    find_dashboard,
    find_tile,
    tiles,
    with_segment,
)
from holdfast.insights.dashboards.tiling import (
    Content,
    add_tile,
    change_tile,
    move_tile,
    remove_tile,
    resize_tile,
)
from holdfast.insights.dashboards.uses import dashboards_with_segment

__all__ = [
    "DAYS",
    "HEIGHTS",
    "LASTS",
    "OF_REPORTS",
    "WIDTHS",
    "BadDashboard",
    "Content",
    "DashboardFacts",
    "Kind",
    "LinkFacts",
    "LinkGone",
    "Override",
    "TileFacts",
    "add_tile",
    "change_dashboard",
    "change_tile",
    "create_dashboard",
    "dashboards",
    "dashboards_with",
    "dashboards_with_segment",
    "delete_dashboard",
    "duplicate_dashboard",
    "find_any",
    "find_dashboard",
    "find_tile",
    "forget",
    "held",
    "keep_override",
    "links",
    "make_link",
    "move_tile",
    "opened",
    "remove_tile",
    "resize_tile",
    "revoke_link",
    "tiles",
    "with_segment",
]
