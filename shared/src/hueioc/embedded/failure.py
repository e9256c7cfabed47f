"""What goes wrong when a server program is started."""


class ServerError(RuntimeError):
    """A server could not be started; the message says why and what to do."""
