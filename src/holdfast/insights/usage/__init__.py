"""Answers of reports of usage as pages, mails and documents show them: words, charts, tables."""
