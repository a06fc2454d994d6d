"""The lecture's claims, measured: `python -m model.experiments NAME` writes NAME.json."""
