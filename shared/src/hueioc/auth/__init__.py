"""Who is calling and what they may do: RFC 9068 access tokens, principals, access rules of routes."""
