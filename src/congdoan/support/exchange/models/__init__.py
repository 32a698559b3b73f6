from congdoan.support.exchange.models.batch import ImportBatch, ImportRow
from congdoan.support.exchange.models.memory import ColumnMemory, WaitingFile

__all__ = ["ColumnMemory", "ImportBatch", "ImportRow", "WaitingFile"]
