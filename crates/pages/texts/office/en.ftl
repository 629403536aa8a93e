# The back office
