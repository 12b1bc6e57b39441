"""What came out of the trials, for readers: tables, pages, figures, and the document.

words           numbers, shares, verdicts, arms and events in words
tables          the scorecard, a claim's results, the facts, the cycle
pages           one page a claim, with fixed headings
references      the literature, by key
figures         a claim with its mechanism and without
cycle_figures   the phases of the retaliation cycle
kept            trials as plain data, and kept in a folder
html            the report of ``tarpeia claims --report``
on_record       the trials on record in results/claims
document        the generated parts of docs/claims.md
disagreements   its lines on where essay, model and data disagree
"""
