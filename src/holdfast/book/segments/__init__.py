"""The sizes of segments, counted again and again."""
