"""What people have said about being counted, and addresses that nobody needs to keep."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

# How clients and programs call the address (IP) of whoever uses them.
_ADDRESSES = frozenset(
    {
        "ip", "$ip", "ip_address", "$ip_address", "ipAddress", "ipaddress", "IP", "client_ip", "clientIp", "remote_ip",
        "remoteIp", "remote_addr", "REMOTE_ADDR", "user_ip", "userIp", "$initial_ip", "initial_ip", "x-forwarded-for",
        "X-Forwarded-For", "x_forwarded_for",
    }
)  # fmt: skip

DEEPEST = 12  # levels of properties; an item that is taken has fewer


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


def may_hold_address(spelled: bytes) -> bool:
    """Whether something in this JSON may be called an address: a quick look, because hardly any item has one."""
    low = spelled.lower()
    return b'ip"' in low or b'addr"' in low or b'address"' in low or b"forwarded" in low


def without_addresses(told: Json, depth: int = DEEPEST) -> Json:
    """The same, without what is called an address and is one. Nothing is kept that is nested more deeply."""
    if depth == 0:
        return {}
    kept: Json = {}
    for name, value in told.items():
        if isinstance(value, dict):
            kept[name] = without_addresses(value, depth - 1)
        elif isinstance(value, list):
            kept[name] = [without_addresses(each, depth - 1) if isinstance(each, dict) else each for each in value]
        elif name not in _ADDRESSES or not _is_address(value):
            kept[name] = value
    return kept


def _is_address(value: Any) -> bool:
    """Also of several, as proxies note them."""
    if not isinstance(value, str):
        return False
    try:
        ipaddress.ip_address(value.partition(",")[0].strip())
    except ValueError:
        return False
    return True
