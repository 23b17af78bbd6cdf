"""The invoice once accepted: its rows, its status, who sees it in which space."""
