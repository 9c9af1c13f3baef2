"""Google's services, as a service account that files are shared with: the connection, and what its answers mean."""
