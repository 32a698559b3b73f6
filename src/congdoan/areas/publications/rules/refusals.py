from congdoan.foundation.refusal import Refusal


class NotIssued(Refusal):
    """Chỉ công bố được văn bản đã ban hành và chưa thu hồi; hãy cấp số, ban hành trước."""


class TypeIsClosed(Refusal):
    """Loại văn bản “{type}” không công bố ra ngoài; hãy soạn thông báo riêng rồi công bố thông báo đó."""  # noqa: E501


class PublishedThere(Refusal):
    """Văn bản này đã có bản công bố trên kênh đó; hãy mở bản đó để sửa, hoặc gỡ nó trước."""


class MustBeChecked(Refusal):
    """Hãy đọc lại và đánh dấu đã kiểm tra: văn bản không mật, không có dữ liệu cá nhân cần che."""


class NoFileToShow(Refusal):
    """Văn bản chưa có tệp PDF để kèm; hãy bỏ chọn “Kèm tệp toàn văn”, hoặc tải bản PDF lên văn bản."""  # noqa: E501


class NoPage(Refusal):
    """Đơn vị chưa nối trang Facebook; hãy để lãnh đạo nối trang ở “Trang Facebook” trước."""


class LinkIsNoAddress(Refusal):
    """Đường dẫn phải bắt đầu bằng https://; hãy sửa, hoặc để trống."""


class AddressIsNoGraph(Refusal):
    """Địa chỉ API không nằm trong các máy chủ được phép; hãy dùng https:// với một trong: {hosts}."""  # noqa: E501


class KeyAgain(Refusal):
    """Địa chỉ API đã đổi; hãy dán lại mã truy cập trang rồi lưu."""


class ShownOtherwise(Refusal):
    """Bản công bố đã đổi sau khi bạn mở trang; hãy tải lại trang, đọc lại rồi duyệt."""


class NotAtThisStep(Refusal):
    """Bản công bố đang ở bước “{state}” nên không làm được việc này; hãy tải lại trang."""


class OwnPreparation(Refusal):
    """Bạn chuẩn bị bản này nên lãnh đạo khác của đơn vị phải duyệt; họ thấy nó ở “Việc của tôi”."""


class MayStillStand(Refusal):
    """Bài đã gỡ trong lúc đang đăng và không có mã bài để tự gỡ; hãy xóa bài ngay trên trang Facebook rồi ghi “Không còn bài trên trang”."""  # noqa: E501


class SaysWhy(Refusal):
    """Hãy ghi lý do; người chuẩn bị và người đọc trang công bố thấy lý do này."""


class PageIdIsNumber(Refusal):
    """Mã trang Facebook chỉ gồm chữ số; xem ở trang Facebook, mục Giới thiệu, Tính minh bạch của trang."""  # noqa: E501
