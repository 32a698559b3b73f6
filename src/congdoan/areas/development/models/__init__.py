from congdoan.areas.development.models.targets import Target, TargetRound

__all__ = ["Target", "TargetRound"]
