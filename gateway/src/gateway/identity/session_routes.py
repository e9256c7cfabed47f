"""Signing in, staying signed in, signing out: the routes of our own two web apps.

A failed try must be counted though the answer is a problem, so these routes commit before they refuse.
"""

from fastapi import APIRouter, Request, Response, status

from gateway.identity import answers, codes, limits, people, schemas, sessions, totp
from gateway.identity.errors import SessionEnded, WrongCode
from gateway.identity.officers import Credentials, OfficerDesk
from gateway.identity.ports import address_of, device_of, ports_of, runtime_parts
from hueioc.auth.access import anyone
from hueioc.errors import Forbidden, Text
from hueioc.problems import language_of
from hueioc.runtime import runtime_of

router = APIRouter(prefix="/v1/session", tags=["identity"])
MESSAGE = Text(
    "{code} la ma dang nhap Hue-S, het han sau 5 phut. Khong dua ma nay cho bat ky ai.",
    "{code} is your Hue-S code, good for 5 minutes. Give it to nobody.",
)
"""Without accents: one SMS of 160 characters instead of two of 70."""


@router.post("/code", status_code=status.HTTP_202_ACCEPTED, dependencies=[anyone])
async def send_code(request: Request, data: schemas.CodeRequest) -> schemas.CodeSent:
    """Send a one-time code to a phone. The answer does not tell whether the number is known."""
    runtime, ports = runtime_parts(request)
    phone = codes.mobile_number(data.phone)
    token = runtime.vault.token("phone", phone)
    async with runtime.database.transaction() as session:
        await limits.take(session, limits.CODE_PER_ADDRESS, address_of(request))
        await limits.take(session, limits.CODE_SOON, token)
        await limits.take(session, limits.CODE_PER_PHONE, token)
        code = await codes.issue(session, runtime.vault, token)
    await ports.sms.send(phone, MESSAGE.in_language(language_of(request)).format(code=code))
    wait_s = int(limits.CODE_SOON.interval.total_seconds())
    return schemas.CodeSent(expires_in=int(codes.LIFE.total_seconds()), resend_in=wait_s)


@router.post("", dependencies=[anyone])
async def sign_in(request: Request, data: schemas.PhoneSignIn, response: Response) -> schemas.Token:
    """Sign in with the code that was sent to the phone; the first time makes the person."""
    runtime = runtime_of(request)
    phone = codes.mobile_number(data.phone)
    token = runtime.vault.token("phone", phone)
    opened = grant = None
    async with runtime.database.transaction() as session:
        await limits.take(session, limits.TRY_PER_ADDRESS, address_of(request))
        await limits.take(session, limits.TRY_PER_PHONE, token)
        if await codes.redeem(session, runtime.vault, token, data.code):
            person = await people.person_with_phone(session, runtime.vault, phone)
            grant = await people.grant_of(session, person.id, sessions.FIRST_PARTY)
            new = sessions.NewSession(
                person.id, sessions.FIRST_PARTY, ("sms",), sessions.CITIZEN_LIFE, device=device_of(request)
            )
            opened = await sessions.open_session(session, new)
    if opened is None or grant is None:
        raise WrongCode
    answers.keep_cookie(request, response, opened)
    return answers.session_token(request, grant, opened)


@router.post("/officer", dependencies=[anyone])
async def sign_in_officer(request: Request, data: schemas.OfficerSignIn, response: Response) -> schemas.OfficerToken:
    """Sign in with login, password and authenticator. A new account first needs `/enrolment` (403 says so)."""
    runtime = runtime_of(request)
    given = Credentials(data.login, data.password, data.code)
    signed = await _desk(request).sign_in(given, address_of(request), device_of(request))
    async with runtime.database.transaction() as session:
        grant = await people.grant_of(session, signed.opened.session.person_id, sessions.FIRST_PARTY)
    if grant is None:
        raise SessionEnded
    answers.keep_cookie(request, response, signed.opened)
    fields = answers.token_fields(request, grant, signed.opened)
    return schemas.OfficerToken.model_validate(fields | {"recovery_codes": signed.recovery_codes})


@router.post("/officer/enrolment", dependencies=[anyone])
async def enrol_officer(request: Request, data: schemas.EnrolmentRequest) -> schemas.Enrolment:
    """A secret for the authenticator app; the sign-in that follows confirms it."""
    secret = await _desk(request).enrol(Credentials(data.login, data.password), address_of(request))
    return schemas.Enrolment(secret=secret, uri=totp.enrolment_uri(secret, data.login))


@router.post("/refresh", dependencies=[anyone])
async def refresh(request: Request, response: Response) -> schemas.Token:
    """A new access token for the session in the cookie. 401 means: sign in again."""
    demand_same_origin(request)
    runtime = runtime_of(request)
    opened = grant = None
    if token := request.cookies.get(answers.COOKIE, ""):
        async with runtime.database.transaction() as session:
            opened = await sessions.rotate(session, token, sessions.FIRST_PARTY)
            if opened:
                grant = await people.grant_of(session, opened.session.person_id, sessions.FIRST_PARTY)
                if grant is None:
                    await sessions.revoke(session, opened.session, "not-entitled", actor="gateway")
        runtime.relay.wake()
    if opened is None or grant is None:
        raise SessionEnded
    answers.keep_cookie(request, response, opened)
    return answers.session_token(request, grant, opened)


@router.delete("", status_code=status.HTTP_204_NO_CONTENT, dependencies=[anyone])
async def sign_out(request: Request, response: Response) -> None:
    """End the session in the cookie. Without one there is nothing to do."""
    demand_same_origin(request)
    runtime = runtime_of(request)
    if token := request.cookies.get(answers.COOKIE, ""):
        async with runtime.database.transaction() as session:
            row = await sessions.find_by_token(session, token)
            if row:
                await sessions.revoke(session, row, "signed-out", actor=str(row.person_id))
        if row:
            runtime.verifier.revoked.add(str(row.id))
        runtime.relay.wake()
    answers.drop_cookie(request, response)


def demand_same_origin(request: Request) -> None:
    """Beside `SameSite=Strict`: a browser says where a request comes from, and ours come from ourselves."""
    origin = request.headers.get("origin", "")
    allowed = {ports_of(request).settings.public_url.rstrip("/"), str(request.base_url).rstrip("/")}
    if origin and origin.rstrip("/") not in allowed:
        raise Forbidden(Text("Yêu cầu đến từ trang khác", "The request comes from another site"))


def _desk(request: Request) -> OfficerDesk:
    runtime, ports = runtime_parts(request)
    return OfficerDesk(runtime.database, runtime.vault, ports.passwords)
