"""What a situation says, which nothing computes: the person, her contracts, her months, what is claimed from her."""
