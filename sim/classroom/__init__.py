"""A class at play: teams in the founder's seat, in the same worlds, on the same luck.

rules        what a team decides: three questions a quarter, and the levers behind them
members      who is in a room, and what teams are called
numbers      what counts as a number when it arrives from outside
opening      what a game is opened with
room         where a game stands: a state, and what may be asked of it
events       what can happen in a room; nothing else changes it
play         a team's decisions, played through the game's world
net_fans     fans minus anti-fans by day and by month, and their deepest fall
score        the four measures, and how they become points
briefing     what a team reads before it decides
game_file    the game as it is kept: SQLite
game         room, file and worlds together, asked by many at once
replay       a game played anew from its file, and compared
players      teams that nobody sits in, to see whether decisions matter
debrief      the look back: causes, luck, and the same world without action
views        what projector, phones and console may see
messages     how browsers and server speak, and what is refused
web_pages    what a browser loads: the files of ``pages``, the QR code, the debrief
server       the class on the network
"""
