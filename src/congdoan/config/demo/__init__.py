"""
Demo data: facts of the seed stories (organisations, periods, counts), invented persons.

Built through the same services as everything else, stage by stage, each idempotent: a stage that
finds its mark does nothing. Dates are fixed, so the demo looks the same whenever it is loaded.
"""
