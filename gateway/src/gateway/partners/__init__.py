"""The partner platform: events leave as signed webhooks (Standard Webhooks 1.0.0)."""
