# Die Verwaltung
