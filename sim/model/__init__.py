"""The model: what happens in a day. Read first; it knows nothing but errors.

day            the phases of a day, one file each, and the only time loop
parameters     the groups of the model's numbers
entries        every number in one table
mechanisms     what can be switched off, and what replaces it
start          the state on the first morning, as it is asked for
layout         where each quantity stands: roles, levers, mood, series, totals
randomness     draws keyed by seed, decision, day and agent
compiled       how kernels are compiled and where they are kept
tables         the tables of the above, for the command line and docs/ODD.md
"""
