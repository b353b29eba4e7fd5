"""The `holdfast` command."""

HELP = {"help_option_names": ["-h", "--help"]}  # said at every command, so that each answers -h by itself too
