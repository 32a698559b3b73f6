from congdoan.areas.development.views.giving import give, grid
from congdoan.areas.development.views.receiving import receiver
from congdoan.areas.development.views.showing import sheet, targets

__all__ = ["give", "grid", "receiver", "sheet", "targets"]
