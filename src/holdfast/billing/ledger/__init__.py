"""The MRR ledger: what records of subscriptions and invoices mean in money. Pure; knows no Django and no clock."""
