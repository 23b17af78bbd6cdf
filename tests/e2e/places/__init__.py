"""Every page of the portal in each of its states, by subject: who sees it, and how he comes there."""
