from congdoan.support.exchange.models.batch import ImportBatch, ImportFile, ImportRow
from congdoan.support.exchange.models.memory import ColumnMemory

__all__ = ["ColumnMemory", "ImportBatch", "ImportFile", "ImportRow"]
