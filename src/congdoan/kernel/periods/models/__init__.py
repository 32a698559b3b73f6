from congdoan.kernel.periods.models.period import Period

__all__ = ["Period"]
