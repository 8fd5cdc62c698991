"""The typed resource classes of a Pulumi program."""
