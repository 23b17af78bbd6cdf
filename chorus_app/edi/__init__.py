"""The doors of EDI: an SFTP server and a watched folder. Everything that imports asyncssh stands here."""
