# Le back-office
