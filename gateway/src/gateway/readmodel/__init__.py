"""Read models: the services' views folded into a table from URL to encoded bytes, answered without asking anybody."""
