"""The audit log: who did what to whom or what, when, from where. Written with the act, never changed."""
