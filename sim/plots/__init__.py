"""Figures of runs and of sweeps, and the pens that they share.

overview          the kinds of figures of a run; read first
page              panels between header and foot, below the flags of the events
panels            the six panels of a run
header_and_foot   title, question, stamp; notes
events            the dated events that took place, and their lines on the panels
flags             their flags above the panels
event_list        their names at the foot
observed          the Xiaomi case beside what was observed
alt_text          a run in words
sweep             many runs: fan charts, spaghetti, phase diagrams
many_runs         what figures of many runs share: looks, title, stamps
board             a comparison of plans on one page
sensitivity       bars of indices
style             colours, fonts, the empty figure
days              the daily series as a figure needs them
text              words and numbers that fit
files             figures as files, the same bytes whenever they are saved
"""
