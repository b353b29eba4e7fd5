"""What books, pages and other rooms may call."""

from holdfast.insights.segments.actions import (
    change_segment,
    create_segment,
    delete_segment,
    duplicate_segment,
    forget_sizes,
    note_sizes,
    segment_of,
)
from holdfast.insights.segments.contracts import (
    DIMENSION,
    BadSegment,
    Revision,
    SegmentFacts,
    SegmentInUse,
    Size,
    Use,
)
from holdfast.insights.segments.erasing import forget, held
from holdfast.insights.segments.queries import (
    all_sizes,
    definitions,
    find_segment,
    names,
    revisions,
    segments,
    sizes,
    version,
)
from holdfast.insights.segments.uses import segments_with_list, tell_uses, uses

__all__ = [
    "DIMENSION",
    "BadSegment",
    "Revision",
    "SegmentFacts",
    "SegmentInUse",
    "Size",
    "Use",
    "all_sizes",
    "change_segment",
    "create_segment",
    "definitions",
    "delete_segment",
    "duplicate_segment",
    "find_segment",
    "forget",
    "forget_sizes",
    "held",
    "names",
    "note_sizes",
    "revisions",
    "segment_of",
    "segments",
    "segments_with_list",
    "sizes",
    "tell_uses",
    "uses",
    "version",
]
