"""The steps of a run, plain functions over an open office; the flows at the top wrap them for Prefect."""
