"""NATS JetStream: connection, streams and consumers as data, the consumer runtime, dead letters."""
