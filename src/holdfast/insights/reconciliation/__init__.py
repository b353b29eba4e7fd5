"""Our MRR beside that of Stripe's three metric files, customer by customer, every difference with its cause.

Stripe Billing lets its metrics be downloaded as "MRR per subscriber per month", "Customer MRR changes" and
"Subscription metrics summary" (docs.stripe.com/billing/subscriptions/analytics). `files` reads them, `balances` and
`changes` compare; none of them knows a database. What is kept of a comparison is in `models`.
"""
