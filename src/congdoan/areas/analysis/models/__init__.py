from congdoan.areas.analysis.models.saved import Board, BoardTile, SavedView

__all__ = ["Board", "BoardTile", "SavedView"]
