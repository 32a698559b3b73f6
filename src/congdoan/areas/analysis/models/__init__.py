from congdoan.areas.analysis.models.saved import Board, BoardTile, SavedView, Subscription

__all__ = ["Board", "BoardTile", "SavedView", "Subscription"]
