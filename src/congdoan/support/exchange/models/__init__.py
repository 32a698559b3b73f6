from congdoan.support.exchange.models.batch import ImportBatch, ImportPart, ImportRow
from congdoan.support.exchange.models.memory import ColumnMemory

__all__ = ["ColumnMemory", "ImportBatch", "ImportPart", "ImportRow"]
