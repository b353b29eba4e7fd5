"""People who were erased: their ids are refused, and everything said of them here goes at once."""
