# Members about themselves
