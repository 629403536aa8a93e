# Mitglieder über sich selbst
