from congdoan.foundation.refusal import Refusal


class NothingToRepeat(Refusal):
    """Tệp này đã đọc xong hoặc đang được đọc nên không cần đọc lại; hãy tải lại trang."""
