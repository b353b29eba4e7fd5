"""Where the installation is started from; lower layers reach the same function as `holdfast.core.start`."""

from holdfast.core.start import load, start

__all__ = ["load", "start"]
