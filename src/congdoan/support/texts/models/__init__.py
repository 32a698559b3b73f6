from congdoan.support.texts.models.text import FileText, PageText

__all__ = ["FileText", "PageText"]
