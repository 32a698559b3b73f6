"""The papers and the steps around a change of organisation: decisions, founding, ending."""
