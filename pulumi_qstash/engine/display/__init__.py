"""How an operation is shown: the live table, plain lines, `--diff`, the JSON digest and the event lines."""
