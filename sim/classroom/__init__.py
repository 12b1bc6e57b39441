"""A class at play: teams in the founder's seat, in the same worlds, on the same luck.

``rules`` says what is decided, ``room`` who decided what (a record of what happened, and nothing
else), ``course`` what came of it, ``score``, ``briefing`` and ``debrief`` what is told.
"""
