"""What a person is told: a line behind the bell, and a mail unless he switched that kind of mail off."""
