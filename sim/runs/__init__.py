"""Results: one run, many runs, and a run whose course can be changed.

simulate      ``sim.run``: one scenario from its first day to its last
run           a finished run: series, digest, saving and loading
measures      how the numbers are worked out that a run sums up to
summary       the one table of them: name, words, unit, how each is written
falls         when a peak counts, and when it is lost
headline      the day in plain words, and who changed sides
folder        the folder of a run
provenance    versions and the state of the source tree
many          several runs at a time
networks      networks shared by the runs of a process
course        dated changes to a scenario
interactive   a run whose course can be changed on any day
"""
