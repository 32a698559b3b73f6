from congdoan.support.exchange.models.batch import ImportBatch, ImportRow

__all__ = ["ImportBatch", "ImportRow"]
