# Signing up, documents, consents, personal data
