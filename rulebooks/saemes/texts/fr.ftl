# Ce qui figure sur la facture
line-standard = Contrat de stationnement
line-low-mileage = Contrat de stationnement « résident petit rouleur »
line-exits = Sorties au-delà du forfait mensuel

# Contrats
plan-standard = Stationnement au mois
plan-low-mileage = Résident petit rouleur

# Première connexion
signup-first-login = Identifiez-vous avec votre numéro de client et le mot de passe temporaire : tous deux figurent en haut à gauche de votre dernière facture.
signup-new-password = Choisissez votre mot de passe, saisissez-le deux fois, puis indiquez votre adresse e-mail et, si vous le souhaitez, une seconde.
consent-documents-by-mail = J’accepte de recevoir mes documents par e-mail. Cet accord ouvre vos documents en ligne, le paiement en ligne et le détail de vos contrats.

# Espace client
service-space = Votre espace client est ouvert 24 h/24 et 7 j/7, sur ordinateur, tablette et téléphone.
service-documents-on-line = Vos documents des cinq dernières années, à consulter et à télécharger.
confirmation-new-document = Un nouveau document vous attend dans votre espace client.
service-profile = Profil : vos informations personnelles et la liste de vos contrats.
service-contracts = Contrats : le détail de chaque contrat en cours.
service-settle-balance = Réglez le solde de votre compte sur une page de paiement sécurisée.
service-contact = Adresse, téléphone, immatriculation ou autre demande : écrivez-nous depuis chaque page.
service-faq = Foire aux questions.
service-newsletter = Newsletter.
service-direct-debit-request = Demande de prélèvement : complétez le mandat et joignez vos coordonnées bancaires.
service-car-parks = Tous nos parkings.
service-back-to-site = Retour au site de l’opérateur.
service-direct-debit = Avec le prélèvement automatique, vos factures sont réglées à temps sans que vous ayez à y penser.

# Documents
document-account = Reste à payer
document-history = Historique des documents financiers
document-exit-statement = Décompte des sorties du mois
document-invoice = Facture
