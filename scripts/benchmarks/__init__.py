"""What is measured of the model and its page.

In reading order:

machine          what the machine can do
engine_speed     a day against that, crowds of all sizes, sweeps
full_model/      the whole model in pure Mesa, and how long both take
agreement        do engine and Mesa say the same?
agreement_cases  the scenarios that this is asked of
samples          two samples compared
sir              one epidemic in other libraries
peers/           the programs that do it, one a library
start_up         imports, help, the first run
report           tables and figure of all these, for scripts/benchmark.py
page_speed       painted frames and answers, with many visitors
class_speed      a class of sixty browsers, cut off and killed
class_players    do decisions matter?
measured         how these three write down what they found
"""
