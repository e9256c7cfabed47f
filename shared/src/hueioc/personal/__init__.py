"""Personal data: a key per person, sealed fields, search without reading, redaction, schema marks."""
