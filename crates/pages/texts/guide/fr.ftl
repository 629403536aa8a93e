# The words of the style guide.
guide-title = Tout ce dont les pages sont faites
guide-lead = Les mêmes éléments et la même feuille de style que sur chaque page, aux couleurs de chaque exploitant, en clair ou en sombre selon l’appareil.
guide-whose = Les couleurs de qui
guide-colours = Couleurs
guide-type = Écriture
guide-head = Un titre dans une section
guide-prose = Des mots simples, des lignes courtes. Les chiffres s’alignent : 1 111 et 8 888.
guide-hint = Ce qui aide pendant la saisie.
guide-basis = Selon la clause 7 du règlement.
guide-buttons = Boutons
guide-main = La seule chose à faire
guide-quiet = Autre chose
guide-danger = Ce qui ne peut être annulé
guide-wide = L’essentiel, sur un téléphone
guide-link = Un lien en forme de bouton
guide-fields = Champs, et ce qui n’y va pas
guide-notices = Avis
guide-good = C’est fait.
guide-warn = C’est fait, mais il y a quelque chose à savoir.
guide-bad = Cela n’a pas été fait : voici pourquoi, et que faire.
guide-wrong = Cette fin est avant le début. Choisissez-en une plus tardive.
guide-cards = Cartes
guide-bill = Une facture, expliquée
guide-line = Temps utilisé
guide-step = 8 quarts d’heure entamés × 0,60 = 4,80
guide-line2 = Indemnité de retard
guide-step2 = 1 heure entamée × 25,00 = 25,00
guide-day = La journée d’un véhicule
guide-empty = Rien ici
guide-kiosk = Touches d’une borne
guide-station = Gare centrale
