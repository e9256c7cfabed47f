"""OAuth 2.1 and OpenID Connect for everybody but our own two apps: /authorize, /token, /revoke, /introspect."""
