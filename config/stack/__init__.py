"""The embedded stack: PostgreSQL and the broker from their wheels, and a small supervisor that
runs them with the worker, beat and the web server. `python -m config.stack demo|up`."""
