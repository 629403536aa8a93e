free = free
