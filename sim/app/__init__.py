"""The page in the browser: ``tarpeia app``.

The engine runs on this side; the browser draws. What goes over is a scene (who stands where), sent
once, and a frame a day: a byte a person, the day's row of the series, and sentences.
"""
