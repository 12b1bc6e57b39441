"""What may be typed: every command is declared here, with no logic inside.

single        one scenario or one run: run, validate, the lists, plot, new
claims        what judges: claims, evidence, verify
experiments   many runs: sweep, compare, sensitivity
teaching      what opens something: app, class, lesson, atlas
"""
