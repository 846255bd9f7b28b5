"""What Django's own checks of passwords do not say in Chinese."""

from django.contrib.auth.password_validation import MinimumLengthValidator


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"密码太短，至少{self.min_length}位。"

    def get_help_text(self) -> str:
        return f"密码至少{self.min_length}位。"
