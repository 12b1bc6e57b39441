"""The essays' claims, each with its mechanism, its statistic and what was expected beforehand.

claim          what a record holds: words, worlds, parts, expectation; read first
records        the claims themselves, one file a theme
index          all claims, in the order of docs/claims.md
observed       what is seen of the runs behind a statistic
pairs          a claim's worlds, with its mechanisms and without
judge          when a claim holds: the rule, fixed before any claim was tried
trial          a claim tried: worlds, verdict, and its share of the parameter box
data_verdict   what the observed series say of a claim
chance         what holds by chance, in worlds without the mechanisms
cycle          the retaliation cycle: phases of a run by a stated rule
report         tables, pages, figures and documents of what came out
"""
