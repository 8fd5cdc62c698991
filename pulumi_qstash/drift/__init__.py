"""Does the account still match the code? Without an engine, without the program."""
