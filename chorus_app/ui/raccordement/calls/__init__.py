"""« Journal des appels »: what programs asked the API and what it answered."""
