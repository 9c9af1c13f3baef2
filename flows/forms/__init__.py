"""The form that partners answer: one definition, whoever provides it."""
