"""What citizens say of the service, and what they complain of. No name, no number, nobody's fault by name."""

# score → sentences (most people write none)
OPINIONS = {
    5: (
        "Cán bộ hướng dẫn tận tình, trả kết quả sớm hơn hẹn.", "Nhận tin Zalo từng bước nên không phải đi hỏi. Rất tiện.",
        "Nhanh, gọn, không phải đi lại nhiều lần.", "Lần đầu làm thủ tục mà dễ hiểu.",
    ),
    4: ("Thái độ tốt, giá có thêm chỗ ngồi chờ.", "Đúng hẹn.", "Tra cứu trên mạng thấy ngay, cảm ơn."),
    3: ("Phải chờ hơi lâu ở quầy vào buổi sáng.", "Trang nộp hồ sơ còn khó dùng với người lớn tuổi."),
    2: ("Trả kết quả chậm so với giấy hẹn.", "Phải đi lại hai lần vì hướng dẫn chưa đủ."),
    1: ("Quá hẹn nhiều ngày mới có kết quả, gọi điện không ai nghe máy.",),
}  # fmt: skip
# kind, text, about a dossier
FEEDBACK = (
    ("help", "Tôi muốn hỏi nộp hồ sơ xin phép xây dựng nhà ở thì cần mấy bộ bản vẽ?", False),
    ("help", "Nhờ hướng dẫn giúp cách bổ sung giấy tờ trên Cổng Dịch vụ công, tôi bấm mà không thấy chỗ tải tệp.", True),
    ("help", "Con tôi ở xa muốn nhận kết quả thay thì phải có giấy ủy quyền thế nào?", True),
    ("help", "Thứ Bảy Trung tâm có nhận hồ sơ không? Tôi đi làm cả tuần.", False),
    ("rules", "Đề nghị bỏ yêu cầu nộp bản sao giấy chứng nhận khi cơ sở dữ liệu đất đai đã có.", False),
    ("rules", "Lệ phí ở phường tôi và phường bên cạnh khác nhau, đề nghị niêm yết rõ áp dụng theo địa bàn cũ nào.", False),
    ("rules", "Mẫu tờ khai in chữ quá nhỏ, người già khó đọc. Đề nghị in cỡ chữ lớn hơn.", False),
    ("rules", "Hồ sơ đất đai phải chờ thông báo thuế khá lâu, đề nghị công khai thời gian của từng cơ quan.", True),
    ("conduct", "Sáng thứ Hai tôi chờ ở quầy số 3 gần một tiếng mà không ai gọi số.", False),
    ("conduct", "Nhân viên trả lời điện thoại cộc lốc khi tôi hỏi tiến độ hồ sơ.", True),
    ("help", "Tôi đổi số điện thoại, làm sao để nhận tin Zalo về hồ sơ vào số mới?", True),
    ("rules", "Đề nghị cho nộp lệ phí bằng mã QR ngay tại quầy.", False),
)  # fmt: skip
