# Stations, vehicles, imports, search

problem-no-such-station = There is no such station. Check its code.
invalid-not-degrees = “{ $found }” is no latitude or longitude. Write degrees like 49.7596, with a point.
invalid-not-after-start = The end must lie after the start.
invalid-beyond-62-days = At most 62 days at once.
gate-no-free-bay = There will be no free bay at the return station when you arrive. Choose another station or another time.
gate-one-way-not-authorised = Leaving the vehicle elsewhere needs an authorisation. Ask the operator for it, or bring it back to where you picked it up.
gate-take-another-vehicle = Another vehicle stands at the same station for you. Take that one, or call the assistance.
message-exchanged = Your booking from { $start } to { $end } has another vehicle: { $vehicle } { $name } { $plate }, at { $pickup }. Everything else stays as it was. Questions: { $phone }
message-stranded = The vehicle of your booking from { $start } to { $end } is not available, and we have no other one for it yet. Please call us: { $phone }
message-taxi = Your vehicle is not there: take a taxi. Against the receipt we refund up to { $amount }. Questions: { $phone }
invalid-not-1-to-100 = { $found } is not from 1 to 100.
