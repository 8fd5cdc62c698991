"""A program, an import file and the commands to run, for an account that already lives."""
