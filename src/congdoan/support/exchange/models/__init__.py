from congdoan.support.exchange.models.batch import ImportBatch, ImportFile, ImportRow

__all__ = ["ImportBatch", "ImportFile", "ImportRow"]
