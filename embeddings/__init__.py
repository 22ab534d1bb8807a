"""Texts in, unit vectors out, nearest ids back. Knows no article."""
