# Il back office
