"""Errors as OAuth says them (RFC 6749 section 5.2), as data until the transaction is committed."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse

UNAUTHORIZED = 401
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


@dataclass(frozen=True)
class OAuthError:
    """`error` is a word of the RFC; `description` is for developers."""

    error: str
    description: str
    status: int = 400

    def response(self) -> JSONResponse:
        headers = NO_STORE | ({"WWW-Authenticate": 'Basic realm="hue"'} if self.status == UNAUTHORIZED else {})
        content = {"error": self.error, "error_description": self.description}
        return JSONResponse(content, self.status, headers)


def answered(outcome: dict[str, Any] | OAuthError) -> JSONResponse:
    if isinstance(outcome, OAuthError):
        return outcome.response()
    return JSONResponse(outcome, headers=NO_STORE)


INVALID_CLIENT = OAuthError("invalid_client", "client authentication failed", UNAUTHORIZED)
INVALID_GRANT = OAuthError("invalid_grant", "the code or token is wrong, used, expired or of another client")
UNAUTHORIZED_CLIENT = OAuthError("unauthorized_client", "this client may not use this grant")
UNSUPPORTED_GRANT = OAuthError("unsupported_grant_type", "authorization_code, refresh_token or client_credentials")
INVALID_SCOPE = OAuthError("invalid_scope", "this client may not ask for this scope")


def invalid_request(description: str) -> OAuthError:
    return OAuthError("invalid_request", description)
