"""The weights of the health score from a file of the user's."""

from __future__ import annotations

from pathlib import Path

from holdfast.core.errors import UserFacingError
from holdfast.metrics.kernel.models.health import BadHealthWeights, HealthInput, read


class BadHealthFile(UserFacingError):
    """The file of health weights cannot be used. The message names the file, the input and its key."""

    code = "bad_health_weights"
    http_status = 422


def health_inputs(path: Path) -> tuple[HealthInput, ...]:
    """The inputs of the file at `path`, for `MetricSettings.health`."""
    try:
        return read(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadHealthFile(f"{path} cannot be read: {error}") from error
    except BadHealthWeights as error:
        raise BadHealthFile(f"{path.name}: {error}.") from error
