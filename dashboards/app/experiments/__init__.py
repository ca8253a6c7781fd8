"""Experiments: runs played again and again, and designs beside each other."""
