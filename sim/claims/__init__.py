"""The essays' claims, each with its mechanism, its statistic and what was expected beforehand.

A claim is a record (``sim.claims.claim``) in a file of its theme; ``sim.claims.index`` has all.
``sim.claims.judge`` says what a verdict is, ``sim.claims.trial`` runs the worlds behind it.
"""
