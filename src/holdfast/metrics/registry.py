"""Every KPI there is, by key, in the order of the scorecard."""

from __future__ import annotations

from functools import cache

from holdfast.metrics.kernel.kpi import Group, Kpi


class DoubledKpi(ValueError):
    """Two KPIs have the same key."""


@cache
def _by_key() -> dict[str, Kpi]:
    from holdfast.metrics.kernel.kpis import customers, health, lifetime, purchases, revenue, support, usage, voice

    found: dict[str, Kpi] = {}
    modules = (customers, lifetime, health, purchases, revenue, usage, voice, support)
    kpis = [kpi for module in modules for kpi in module.KPIS]
    for kpi in sorted(kpis, key=lambda kpi: list(Group).index(kpi.group)):
        if kpi.key in found:
            raise DoubledKpi(f"two KPIs have the key {kpi.key!r}")
        found[kpi.key] = kpi
    return found


def all_kpis() -> tuple[Kpi, ...]:
    """All KPIs, grouped as on the scorecard."""
    return tuple(_by_key().values())


def kpi_of(key: str) -> Kpi:
    """The KPI with this key; KeyError names the nearest ones."""
    from difflib import get_close_matches

    kpis = _by_key()
    if key not in kpis:
        near = ", ".join(get_close_matches(key, kpis)) or "see `holdfast kpis`"
        raise KeyError(f"no KPI {key!r}; did you mean: {near}")
    return kpis[key]
