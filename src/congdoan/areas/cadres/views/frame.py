"""What the pages of this slice share."""

from functools import partial

from congdoan.foundation import acting

act = partial(acting.act, template="cadres/form.html")
