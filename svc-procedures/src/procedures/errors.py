"""What can be wrong with what this service keeps."""

from hueioc.errors import Conflict, Text


class NoticeKnown(Conflict):
    code = "notice-known"
    title = Text("Văn bản này đã được nhập", "This notice has been taken already")
