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

problem-no-such-list = There is no such list. There are stations, vehicles, chargers, kiosks, key-slots and gbfs-stations.
problem-no-such-rulebook = There is no such version of the rulebook.
invalid-not-a-code = “{ $found }” is no code. It has 1 to 40 characters without blanks, commas and slashes.
invalid-not-a-line = A text has at most 200 characters on one line.
invalid-not-a-count = “{ $found }” is no whole number, or beyond what is possible here.
invalid-twice = “{ $found }” stands here a second time. Keep one of the two.
invalid-still-in-use = “{ $found }” is still in use. Move its vehicles or end its bookings first.
invalid-no-such-kiosk = There is no kiosk “{ $found }”. Import the kiosks first.
invalid-no-such-vehicle = There is no vehicle “{ $found }”. Import the vehicles first.
invalid-not-a-feed = This is no station_information of GBFS 2.3 or 3.0: { $found }
invalid-csv-broken = This is no table that can be read. Save it as CSV with commas, in UTF-8.
invalid-csv-empty = The table has no rows below its heading.
invalid-csv-too-long = The table has more than 20 000 rows. Split it.
invalid-csv-cells = The row has another number of cells than the heading: { $found }. Put texts with commas between quotation marks.
invalid-csv-not-utf-8 = This line is not in UTF-8: “{ $found }”. Save the file as “CSV UTF-8”.
invalid-csv-unknown-column = There is no such column. There are: { $found }
invalid-csv-missing-column = The column “{ $found }” is missing in the heading.
invalid-rulebook-error = { $found }
invalid-plan-in-use = Members have the plan “{ $found }”. Keep it in the rulebook, or give them another one first.
invalid-allowance-in-use = Subscriptions use the allowance “{ $found }”. Keep it in the rulebook.
invalid-category-in-use = Vehicles have the category “{ $found }”. Keep it in the rulebook, or give them another one first.
invalid-currency-changed = The currency of an operator cannot change to { $found }.
invalid-zone-changed = The time zone of an operator cannot change to { $found }.
