"""Looking back on a game: what decisions, mechanisms and luck did to each team.

elsewhere    the same decisions in other worlds: luck
causes       one mechanism less, and the fall that is then missing
outcomes     the debrief of a class, worked out from both
words        the debrief in sentences
figures      the debrief in figures
html         all of it as one page
pdf          all of it on paper
background   worked out while the page waits, and kept beside the game
"""
