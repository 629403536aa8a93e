# I membri, su di sé
