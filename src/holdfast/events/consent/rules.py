"""What people have said about being counted, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ConsentRules:
    """What a workspace does about it.

    signals: nothing is stored of a browser that says Do Not Track or Global Privacy Control. category: nothing is
    stored of whoever told their choices without allowing this; "" means that refusing every choice is refusing us.
    """

    signals: bool = True
    category: str = ""

    def forbid_request(self, headers: Mapping[str, str]) -> bool:
        """headers: of a request from a browser, names in lower case."""
        return self.signals and (headers.get("dnt") == "1" or headers.get("sec-gpc") == "1")

    def forbid(self, said: Json) -> bool:
        """said: where the client writes choices, the context or the properties of an item.

        Without any choices nobody has refused: servers send none, nor do web sites that ask nobody.
        """
        if said.get("$cookieless_mode") is True:
            return True
        choices = _choices(said)
        if not choices:
            return False
        return choices.get(self.category) is not True if self.category else not any(choices.values())


ASK = ConsentRules()


def _choices(said: Json) -> dict[str, bool]:
    """What was allowed and what was not, as Segment's clients say it (consent) or RudderStack's (consentManagement)."""
    found: dict[str, bool] = {}
    if isinstance(told := said.get("consent"), dict) and isinstance(by_name := told.get("categoryPreferences"), dict):
        found |= {str(name): allowed is True for name, allowed in by_name.items()}
    if isinstance(told := said.get("consentManagement"), dict):
        for field, allowed in (("allowedConsentIds", True), ("deniedConsentIds", False)):
            ids = told.get(field)
            found |= {str(each): allowed for each in ids} if isinstance(ids, list) else {}
    return found
