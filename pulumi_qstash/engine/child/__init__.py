"""Code that runs in a program's own process, under the program's own python; it stands alone."""
