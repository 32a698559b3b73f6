from congdoan.areas.restructuring.models.employer_waiver import EmployerWaiver

__all__ = ["EmployerWaiver"]
