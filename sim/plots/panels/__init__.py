"""The panels of a run's overview: each takes the daily frame of a run and draws on any axes.

camps         fans, the silent, resisters and anti-fans as shares of the crowd
sentiment     what is voiced, what is felt, and the climate of opinion
attention     attention, with the good and the bad stories of each day
fleet         the fleet, with its accidents and disputes
conversions   who turns each day, and the passion carried along
levers        coupling, and what the founder does
heading       title, key and note above a panel
axes          what the axes of every panel share
"""
