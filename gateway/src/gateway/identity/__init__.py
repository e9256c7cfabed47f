"""The issuer: signing keys with rotation, access tokens (RFC 9068), discovery (RFC 8414) and JWKS (RFC 7517)."""
