"""Rows become typed models, or problems that staff can cure. One row's problem never stops another row."""
