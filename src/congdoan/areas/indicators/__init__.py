"""The catalogue of indicators, and what the platform's own records answer to each."""
