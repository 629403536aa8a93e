# Les membres, sur eux-mêmes
