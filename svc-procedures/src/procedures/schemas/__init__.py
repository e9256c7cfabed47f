"""What goes in and comes out over REST."""
