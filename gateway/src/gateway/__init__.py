"""The gateway: the only door. Identity, one REST API, read models, the live stream, the web apps."""
