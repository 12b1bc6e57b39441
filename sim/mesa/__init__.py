"""The model as a ``mesa.Model``: a facade over the same engine, for Mesa's page and batch runs.

model            ReputationModel, a day a step
agents           founder and outlets as agents, people as light views
keywords         what may be given to the model: luck, flat parameters, switches
collector        what is collected of each day
quiet_scenario   a model's scenario, kept from being taken for Mesa's own kind
"""
