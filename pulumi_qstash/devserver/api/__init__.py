"""The calls of QStash's control plane, by noun."""
