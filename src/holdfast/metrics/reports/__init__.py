"""Reports of usage: pure functions from a query and a supply of events to numbers and the people behind them."""
