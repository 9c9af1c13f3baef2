"""The office runs by itself: registered with Prefect, and kept up on one machine."""
