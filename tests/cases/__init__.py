"""Usage reports with known answers: files of events in and numbers out; see the README beside the shared cases."""
