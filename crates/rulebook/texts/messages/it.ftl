# Messages, codes, cards, devices
