"""What can be wrong with a webhook."""

from hueioc.errors import Conflict, NotFound, Text


class UnknownEndpoint(NotFound):
    code = "webhook-not-found"
    title = Text("Không có webhook này", "There is no such webhook")


class UnknownDelivery(NotFound):
    code = "webhook-delivery-not-found"
    title = Text("Không có lượt gửi này", "There is no such delivery")


class EndpointExists(Conflict):
    code = "webhook-exists"
    title = Text(
        "Ứng dụng này đã có webhook tới địa chỉ đó; hãy sửa hoặc đổi khóa của webhook ấy",
        "This client has a webhook to that address; change that one or give it a new secret",
    )


class TooManyEndpoints(Conflict):
    code = "too-many-webhooks"
    title = Text("Ứng dụng này đã có đủ số webhook cho phép", "This client has as many webhooks as it may have")
