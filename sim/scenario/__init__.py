"""What is asked of a run.

scenario       a scenario: everything that a run needs, checked
run_settings   when it begins, how long it is, with which luck
playbook       dated events and rules, and their arrays
files          scenario files: strict TOML in, resolved TOML out
faults         what is wrong, in words
typed          what may be typed for a value
kinds          the kinds of values, and how each is read from a text
new            a scenario from a dozen questions
"""
