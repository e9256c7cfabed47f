"""Warning: CAP 1.2 alerts to citizens, and situations across all services."""
