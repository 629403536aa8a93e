# Stations, vehicles, imports, search
