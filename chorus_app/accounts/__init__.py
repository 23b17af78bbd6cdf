"""Who you are: accounts, their activation, passwords, web sessions."""
