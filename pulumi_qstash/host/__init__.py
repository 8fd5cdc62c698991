"""The thin adapter between Pulumi's dynamic host and the lifecycle."""
