"""Vietnamese for what libraries say in English: writes locale/vi/LC_MESSAGES/django.po and .mo.

python scripts/vi_of_libraries.py
"""

from pathlib import Path

import polib

HERE = Path(__file__).resolve().parent.parent / "locale" / "vi" / "LC_MESSAGES"
TEXTS = {
    # Django REST framework
    '"{input}" is not a valid choice.': "«{input}» không có trong danh mục.",
    "A server error occurred.": "Máy chủ gặp lỗi. Hãy thử lại sau.",
    "A valid integer is required.": "Hãy nhập một số nguyên.",
    "A valid number is required.": "Hãy nhập một số.",
    "Authentication credentials were not provided.": "Chưa gửi thông tin xác thực.",
    "Could not satisfy the request Accept header.": "Không có định dạng được yêu cầu.",
    "Datetime has wrong format. Use one of these formats instead: {format}.": "Thời điểm không đúng dạng. Hãy dùng: {format}.",
    "Datetime value out of range.": "Thời điểm nằm ngoài khoảng cho phép.",
    "Date has wrong format. Use one of these formats instead: {format}.": "Ngày không đúng dạng. Hãy dùng: {format}.",
    "Ensure this field has at least {min_length} characters.": "Ít nhất {min_length} ký tự.",
    "Ensure this field has no more than {max_length} characters.": "Nhiều nhất {max_length} ký tự.",
    "Ensure this field has no more than {max_length} elements.": "Nhiều nhất {max_length} mục.",
    "Ensure this field has at least {min_length} elements.": "Ít nhất {min_length} mục.",
    "Ensure this value is greater than or equal to {min_value}.": "Giá trị không được nhỏ hơn {min_value}.",
    "Ensure this value is less than or equal to {max_value}.": "Giá trị không được lớn hơn {max_value}.",
    "Expected a date but got a datetime.": "Cần ngày, không phải thời điểm.",
    "Expected a datetime but got a date.": "Cần thời điểm, không phải ngày.",
    'Expected a dictionary of items but got type "{input_type}".': "Cần một đối tượng, nhận được {input_type}.",
    'Expected a list of items but got type "{input_type}".': "Cần một danh sách, nhận được {input_type}.",
    "Incorrect authentication credentials.": "Thông tin xác thực không đúng.",
    "Invalid data. Expected a dictionary, but got {datatype}.": "Dữ liệu không đúng: cần một đối tượng, nhận được {datatype}.",
    "Invalid input.": "Dữ liệu không hợp lệ.",
    "Invalid value.": "Giá trị không đúng.",
    "JSON parse error - {exc}": "Nội dung không phải JSON hợp lệ.",
    "Malformed request.": "Yêu cầu không đọc được. Hãy gửi JSON hợp lệ.",
    "Must be a valid UUID.": "Phải là một UUID.",
    "Must be a valid boolean.": "Phải là true hoặc false.",
    "No file was submitted.": "Chưa gửi tệp.",
    "Not a valid string.": "Phải là chuỗi ký tự.",
    "Not found.": "Không tìm thấy.",
    "Request was throttled.": "Quá nhiều yêu cầu.",
    "String value too large.": "Chuỗi quá dài.",
    "Surrogate characters are not allowed: U+{code_point:X}.": "Có ký tự không hợp lệ: U+{code_point:X}.",
    "The submitted data was not a file. Check the encoding type on the form.": "Dữ liệu gửi lên không phải tệp.",
    "The submitted file is empty.": "Tệp rỗng.",
    "This field is required.": "Trường này là bắt buộc.",
    "This field may not be blank.": "Trường này không được để trống.",
    "This field may not be null.": "Trường này không được là null.",
    "This list may not be empty.": "Danh sách không được rỗng.",
    "This selection may not be empty.": "Hãy chọn ít nhất một mục.",
    "This value does not match the required pattern.": "Giá trị không đúng dạng.",
    'Unsupported media type "{media_type}" in request.': "Không nhận loại nội dung {media_type}.",
    'Method "{method}" not allowed.': "Không nhận phương thức {method}.",
    "You do not have permission to perform this action.": "Bạn không được phép làm việc này.",
    "Null characters are not allowed.": "Không nhận ký tự rỗng (null).",
    # Django
    "Enter a valid UUID.": "Hãy nhập một UUID.",
    "Select a valid choice. %(value)s is not one of the available choices.": "%(value)s không có trong danh mục.",
    "Select a valid choice. That choice is not one of the available choices.": "Lựa chọn không có trong danh mục.",
    "Enter a valid date/time.": "Hãy nhập thời điểm đúng dạng.",
    "Enter a valid date.": "Hãy nhập ngày đúng dạng.",
    "Enter a number.": "Hãy nhập một số.",
    "Enter a whole number.": "Hãy nhập một số nguyên.",
    "Enter a valid email address.": "Hãy nhập địa chỉ thư điện tử đúng.",
    "Enter a complete value.": "Hãy nhập đủ.",
    "Forbidden": "Không được phép",
    "CSRF verification failed. Request aborted.": "Trang đã hết hạn. Hãy mở lại trang rồi thử lại.",
    # Axes
    "Account locked: too many login attempts. Please try again later.": "Tài khoản tạm khóa vì nhập sai nhiều lần. Hãy thử lại sau ít phút.",
    "Account locked: too many login attempts. Contact an admin to unlock your account.": "Tài khoản tạm khóa vì nhập sai nhiều lần. Hãy liên hệ quản trị để mở.",
    # sign-in
    "Please enter a correct %(username)s and password. Note that both fields may be case-sensitive.": "Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra chữ hoa, chữ thường.",
    "This account is inactive.": "Tài khoản này đã ngừng hoạt động.",
    "Password-based authentication": "Đăng nhập bằng mật khẩu",
    "Enabled": "Bật",
    "Disabled": "Tắt",
    "Reset password": "Đặt lại mật khẩu",
    "Set password": "Đặt mật khẩu",
}


def main() -> None:
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Project-Id-Version": "mot-cua", "Language": "vi", "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }  # fmt: skip
    for english, vietnamese in sorted(TEXTS.items()):
        flags = ["python-format"] if "%(" in english else []
        catalogue.append(polib.POEntry(msgid=english, msgstr=vietnamese, flags=flags))
    HERE.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(HERE / "django.po"))
    catalogue.save_as_mofile(str(HERE / "django.mo"))


if __name__ == "__main__":
    main()
