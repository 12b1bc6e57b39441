"""The stylised facts, estimated again from the data files, each with an interval.

Rooms: ``estimate`` (what an estimate is, intervals), ``bursts`` and ``tails`` (how attention fades,
how large it gets), ``hawkes`` (the self-exciting model), ``founder`` (its fit) and ``memory``,
``signed`` (titles by sign), ``negatives`` (whether they cluster), ``shocks`` (silence, launch,
crash), ``standing`` (who is named, what reaches the top), ``praise`` (banked praise),
``regression``, ``crashes`` (Tesla), ``topic`` (fame, severity, visibility), ``fact`` (a published
fact and how it is judged), ``facts`` (all of them).
"""
