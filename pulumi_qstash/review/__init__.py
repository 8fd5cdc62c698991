"""What a change to schedules does: read a preview's digest, work it out, say it."""
