"""The stylised facts, estimated again from the data files, each with an interval.

facts        all of them, published and estimated again; read first
fact         a published fact, and how it is judged
estimate     what an estimate is, and the intervals that the estimators share
bursts       how fast attention fades after a burst
tails        how large bursts get
hawkes       the self-exciting model of daily counts
founder      that model fitted to the founder's titles
memory       how long a high day is remembered
signed       new titles by day and sign
negatives    whether new negatives cluster beyond what attention does
shocks       what a silence, a launch and a crash did
standing     who is named, and what reaches the top ten
praise       whether banked praise comes back as blame
regression   regressions of counts
crashes      Tesla's fatal crashes against its fleet
topic        whether the famous firm draws more titles: by event, by car, by day
xiaomi       what was observed of the Xiaomi case, and how a run compares with it
"""
