"""The law as dated rows with legal basis, source and a verified flag."""
