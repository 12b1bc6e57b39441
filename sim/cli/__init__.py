"""The command line: what is typed, what is printed, and how the program ends.

main          the program; begin here
commands      every command with its arguments and options
options       how options are declared, and those that several commands share
program       exit codes, signals, and one line per problem
progress      the one progress bar, or its lines
text          the one printer of tables, and the summary of a run
run           what a command does: a file for each from here on
show          validate, scenarios, parameters, schedule
plot          figures from stored results
new           questions, answers, a file
sweeping      what sweep, compare and sensitivity have in common
sweep         many runs of a scenario
compare       plans in the same worlds
sensitivity   which parameters an outcome depends on
claims        the essays' claims, and the observed facts
verify        published limits
address       addresses, ports and packages of what is served
page          the page in the browser
classroom     a room for a class
lesson        the list of lessons, or one
atlas         many worlds in one file
"""
