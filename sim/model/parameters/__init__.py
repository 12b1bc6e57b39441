"""The groups of the model's numbers: default, unit, bounds, meaning and source of each, once.

``sim.model.entries`` makes the one table of them. Sources: a citation, ``observed``
(docs/patterns.md, calibrating patterns), ``definition`` or ``assumption`` (chosen in the range
that the model's design states).

group           what a group is, and how a number or a choice is declared
crowd           who is there
network         who hears whom
founder         the levers, and what they do
product         fleet, accidents, disputes, sales
newsroom        incidents become public, stories bring stories
conversation    who speaks, the climate, rumours, answers
people          what people feel and do
participation   taking part, and what it is worth
"""
