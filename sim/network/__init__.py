"""Who hears whom.

build              the network that the settings ask for
network            what a network is
audience           heavy-tailed audiences with communities, homophily and closure
audience_kernels   their compiled loops
classic            Erdős-Rényi, Barabási-Albert, Watts-Strogatz, complete
files              networks from edge lists and tables
graphml            networks from GraphML
statistics         what a network looks like
"""
