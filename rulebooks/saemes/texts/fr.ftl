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
consent-newsletter = J’accepte de recevoir la newsletter par e-mail. Je peux me désabonner à tout moment.

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

# Questions fréquentes
faq-number-and-password = Où trouver mon identifiant et mon mot de passe ?
faq-number-and-password-answer = Votre identifiant est votre numéro de client. Il figure, avec le mot de passe temporaire, en haut à gauche de votre dernière facture. À la première connexion, vous choisissez votre propre mot de passe.
faq-closed-documents = Pourquoi mes factures et mes contrats ne s’affichent-ils pas ?
faq-closed-documents-answer = Ils s’ouvrent dès que vous acceptez de recevoir vos documents par e-mail, sous « Ce que vous acceptez ». Vous pouvez revenir sur cet accord à tout moment.
faq-how-long = Combien de temps mes documents restent-ils disponibles ?
faq-how-long-answer = Cinq ans, à consulter et à télécharger. Un e-mail vous prévient de chaque nouveau document.
faq-exits = Où voir mes sorties du mois ?
faq-exits-answer = Si vous êtes titulaire d’un contrat « résident petit rouleur », vos sorties du mois sont détaillées sous « Décompte des sorties ».
faq-new-plate = J’ai changé d’adresse, de téléphone ou de véhicule. Que faire ?
faq-new-plate-answer = Écrivez-nous avec l’icône « contact », présente sur chaque page : nous traitons votre demande dans les plus brefs délais.
faq-paying-without-thinking = Puis-je payer sans avoir à y penser ?
faq-paying-without-thinking-answer = Oui : avec le prélèvement automatique, vos factures sont réglées à temps sans démarche de votre part.
