"""The whole model as pure Mesa, one agent at a time: what the engine is timed against.

In reading order:

surroundings  what everyone in the model may look at
day           founder, a day's totals, what a day is like for everyone
newsroom      hidden incidents, outlets, coverage
people        a person
model         the model, a day a step
timing        engine and Mesa in turns
"""
