"""The state as arrays, and what moves it.

engine         a world and the day it has reached
world          all state of one run
crowd          the people on the first morning
groups         what the time loop is handed, made from a world
threads        how many processors there are, and how many a loop may take
saved_state    a state in mid-run as one file
state_arrays   its arrays by name, with type and shape
state_rules    what must hold of a state
"""
