"""When a long step counts as cut off."""

from datetime import timedelta

#: A step that said nothing for so long was cut off: a checkpoint takes seconds.
STALLED = timedelta(minutes=3)
