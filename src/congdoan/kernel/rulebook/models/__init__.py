from congdoan.kernel.rulebook.models.change import RuleChange
from congdoan.kernel.rulebook.models.row import RuleRow, Subject
from congdoan.kernel.rulebook.models.stamp import Stamp

__all__ = ["RuleChange", "RuleRow", "Stamp", "Subject"]
