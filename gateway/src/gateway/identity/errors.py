"""What can go wrong when somebody signs in. None of these says whether a phone or a login is known here."""

from hueioc.errors import BadRequest, Conflict, Forbidden, NotFound, Text, TooManyRequests, Unauthenticated, Unavailable


class WrongCode(Unauthenticated):
    code = "code-wrong"
    title = Text(
        "Mã không đúng hoặc đã hết hạn; hãy kiểm tra lại hoặc xin mã mới",
        "The code is wrong or has expired; check it or ask for a new one",
    )


class WrongCredentials(Unauthenticated):
    code = "credentials-wrong"
    title = Text(
        "Tên đăng nhập, mật khẩu hoặc mã xác thực chưa đúng",
        "The login, the password or the authenticator code is not right",
    )


class LockedOut(TooManyRequests):
    code = "sign-in-locked"
    title = Text(
        "Nhập sai nhiều lần nên tạm khoá; hãy thử lại sau",
        "Locked for a while after several wrong tries; try again later",
    )


class SignInTooOften(TooManyRequests):
    code = "sign-in-too-often"
    title = Text("Bạn thử quá nhiều lần; hãy chờ rồi thử lại", "Too many tries; wait and try again")


class EnrolmentNeeded(Forbidden):
    code = "totp-enrolment-needed"
    title = Text(
        "Hãy cài ứng dụng xác thực trước khi đăng nhập lần đầu",
        "Set up an authenticator app before signing in for the first time",
    )


class AlreadyEnrolled(Conflict):
    code = "totp-already-enrolled"
    title = Text(
        "Tài khoản đã có ứng dụng xác thực; hãy nhờ người giám sát đặt lại",
        "This account has an authenticator already; ask a supervisor to reset it",
    )


class SessionEnded(Unauthenticated):
    code = "session-ended"
    title = Text("Phiên đăng nhập đã kết thúc; hãy đăng nhập lại", "Your session has ended; sign in again")


class UnknownSession(NotFound):
    code = "session-not-found"
    title = Text("Không có phiên đăng nhập này", "There is no such session")


class SmsUnavailable(Unavailable):
    code = "sms-unavailable"
    title = Text("Chưa gửi được tin nhắn; hãy thử lại sau ít phút", "The message could not be sent; try again soon")


class UnknownProvider(NotFound):
    code = "provider-not-found"
    title = Text("Không có cách đăng nhập này", "There is no such way to sign in")


class ProviderFailed(Unavailable):
    code = "provider-failed"
    title = Text(
        "Hệ thống đăng nhập bên ngoài chưa trả lời đúng; hãy thử lại hoặc dùng số điện thoại",
        "The outside sign-in did not answer as it should; try again or use your phone number",
    )


class LoginRefused(BadRequest):
    code = "login-refused"
    title = Text(
        "Lần đăng nhập này đã hết hạn hoặc không bắt đầu từ đây; hãy thử lại",
        "This sign-in has expired or did not begin here; begin again",
    )


class BadAuthorization(BadRequest):
    code = "authorization-bad"
    title = Text("Yêu cầu cấp quyền không hợp lệ", "The authorization request is not valid")


class UnknownClient(NotFound):
    code = "client-not-found"
    title = Text("Không có ứng dụng này", "There is no such client")


class UnknownPerson(NotFound):
    code = "person-not-found"
    title = Text("Không có người này", "There is no such person")


class AccountExists(Conflict):
    code = "account-exists"
    title = Text("Tên đăng nhập hoặc cán bộ này đã có tài khoản", "This login or officer has an account already")
