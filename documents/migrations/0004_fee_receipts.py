from django.db import migrations, models


class Migration(migrations.Migration):
    """Receipts of fees are issued like the forms."""

    dependencies = [
        ("documents", "0003_edition_of_a_paper"),
    ]

    operations = [
        migrations.AlterField(
            model_name="issuedpaper",
            name="kind",
            field=models.CharField(
                choices=[
                    ("receipt", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
                    ("supplement", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
                    ("refusal", "Phiếu từ chối tiếp nhận giải quyết hồ sơ"),
                    ("apology", "Phiếu xin lỗi và đề nghị gia hạn thời gian giải quyết"),
                    ("stop", "Thông báo dừng giải quyết hồ sơ"),
                    ("control", "Phiếu kiểm soát quá trình giải quyết hồ sơ"),
                    ("register", "Sổ theo dõi hồ sơ"),
                    ("fee_receipt", "Biên lai thu phí, lệ phí"),
                ],
                max_length=20,
                verbose_name="mẫu",
            ),
        ),
    ]
