"""Files: named by their content, never overwritten; uploads that survive a lost connection and a killed process."""
