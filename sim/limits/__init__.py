"""Published limits: the model with all else switched off gives what the literature says.

verification   the limits, and the judgement of each; read first
limit          what a limit is: inputs with bounds, a measurement, its interval
quiet_world    the world in which nothing happens but what a limit is about
theory         what the literature expects, from its formulas alone
graphs         undirected random networks with a given law of degrees
accidents      the product: accidents of a fixed fleet
coverage       the newsroom: self-exciting coverage, clusters of stories
contagion      word of mouth: outbreaks, adoption
thresholds     the turn: cascades, the riot that jumps
figures        a figure a limit, theory as a line and the kernels as points
"""
