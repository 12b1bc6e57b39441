"""What happens in a day: one file a phase, in the order of ``schedule``.

schedule       the table of phases; read first
loop           the only time loop: days, and in each the phases
groups         what the phases are handed
founder        events and playbook rules set the levers; the firm becomes its founder
product        purchases make the fleet; accidents and disputes happen to it
newsroom       incidents become public, stories bring stories, people get used to them
conversation   those who chose to speak are heard by their audience
rumour         a rumour is passed on, denied, and tired of
people         everyone changes and acts, a chunk after another, with
  today          what is the same for everyone on one day
  rules          what makes a fan turn, a silent person join: formulas of one person's numbers
  feelings       what a day does to feelings, and to whom more may happen
  actions        what those do: join, turn, recover, buy, speak
  counting       who acts, listed; people counted into the totals
ties           who takes part together grows closer
measure        the public mood takes in the day; the series are written
"""
