"""What an auditor asks: which way each vacancy went, which records prove each step, what is missing."""
