"""Five minutes of city life for demonstrations: every service is driven through its public doors, and no other way."""
