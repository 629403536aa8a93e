# Logging in, sessions, tokens
