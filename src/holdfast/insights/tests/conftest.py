"""A browser for the tests that look at the page."""

from tests.browser import browser

__all__ = ["browser"]
