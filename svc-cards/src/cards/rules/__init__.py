"""Pure rules of cards: how they are written, read, judged, drawn and rated."""
