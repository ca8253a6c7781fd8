"""Where cameras go so that most people looked for are recognised, and what that costs innocents."""
