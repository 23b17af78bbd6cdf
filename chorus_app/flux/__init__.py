"""The deposit and its fate: one way in, a durable import, a report that is never missing."""
