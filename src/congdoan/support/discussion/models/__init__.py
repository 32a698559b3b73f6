from congdoan.support.discussion.models.comment import Comment, CommentQuerySet

__all__ = ["Comment", "CommentQuerySet"]
