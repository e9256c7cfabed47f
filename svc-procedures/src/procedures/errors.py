"""What can be wrong with what this service keeps."""
