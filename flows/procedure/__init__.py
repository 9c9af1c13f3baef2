"""The domain, pure: what a vacancy, partner, answer or recap is, and what is due to whom, when. No I/O, no clock."""
