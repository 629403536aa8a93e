# What stands on the bill
line-time = Hours of service
line-never-opened = Booking not used, hours booked
line-distance = Kilometres driven
line-cancelled = Cancelled at less than 18 hours' notice
line-shortened = Shortened at less than 18 hours' notice
line-off-network-agreed = Returned outside our car parks as authorised, with recovery
line-off-network = Returned outside our car parks without authorisation, with recovery
line-other-car-park = Returned in another of our car parks
line-walked-away = Return procedure not followed
line-late-refused = Returned after the booked end, extension refused
line-late = Late return, with recovery and fines
line-low-fuel = Less than a quarter of a tank at return
line-pickup-checks-missed = Pick-up checks not done
line-cleaning = Cleaning of the vehicle
line-tank-not-filled = Tank not filled
line-fuel-card-misuse = Fuel card misused
line-taxi-refund = Taxi refund
line-fuel-refund = Refund of fuel paid for by the member

# Vehicles and tariff
price-time = Price of an hour
price-distance = Price of a kilometre
category-petrol = Petrol
category-electric = Electric
plan-standard = Standard

# Booking rules
rule-grid = The service starts and ends on a quarter hour.
rule-extension-notice = An extension must be asked for at least 30 minutes before the end of the booking.
rule-overdue = A vehicle that is overdue cannot be booked for the next hour.
rule-validated = Your first use is possible once our staff have checked your documents.
rule-enabled = You book the vehicles that are enabled for you.
rule-no-vehicle = If the vehicle is not available, the booking costs nothing.
rule-not-validated = If your documents have not been checked yet, a booking that you could not use costs nothing.

# Signing up and booking
signup-person = Enter your details and attach copies of your driving licence and identity card.
signup-first-booking = Choose date and time of pick-up and return, category and car park; another car park for the return, if authorised.
signup-summary = Read through the summary and confirm: before that we keep nothing.
confirmation-summary = Summary of what you have entered. Confirm to complete registration and booking.
confirmation-booked = Booking confirmed. Keep this SMS: it holds the codes to unlock and to lock, and the number to send them to.
text-guaranteed = The booking is guaranteed: it starts in 18 hours or more.
text-not-guaranteed = The booking starts in less than 18 hours: it is not guaranteed, we check whether a vehicle is available.
text-free-changes = Until 18 hours before the start you change or cancel free of charge.

# Pick-up
procedure-pickup = Taking the vehicle
text-good-order = The vehicle is handed over in good order, with its documents and accessories.
text-first-use = The vehicle is yours from the start of the booking on. Before your first use we check your documents.
access-sms = The SMS with the unlock code opens the doors, the one with the lock code locks them.
access-key = The key in the glove box opens, locks and starts the vehicle during use.
condition-fuel-at-pickup = The tank is more than a quarter full.
condition-charge-at-pickup = The battery is charged above 50 %.
pickup-sms = Send the SMS with the unlock code to the number given.
pickup-wait = The vehicle unlocks its doors within a minute.
pickup-retry = It does not open? Send it again; if it still does not open, call the toll-free number or turn to the attendant.
pickup-card = Take the charging card from the glove box and hold it against the display of the charging column.
pickup-cable-released = The column releases the cable.
pickup-unplug = Unplug the cable and stow it.
pickup-fuel = Check that there is more than 1/4 of a tank of fuel.
pickup-charge = Check that the charge is above 50 %: if it is not, ask for another vehicle.
pickup-key = Take the key and the lock card from the glove box.
pickup-damage = Check that bodywork, wheels and interior are not damaged.
pickup-on-board = Check that the document holder, the manual and the fuel or charging cards are on board.
duty-report-anomalies = Report anything wrong to the toll-free number at once, with date and time of the start.
service-alternative = The vehicle is not there? Call the toll-free number: we offer another one in the same car park or nearby, or a taxi up to 25.00 EUR.
service-around-the-clock = Vehicles can be picked up around the clock at all pick-up points.

# Forbidden
forbidden-smoking = Smoking on board.
forbidden-animals = Carrying animals.
forbidden-alcohol-drugs = Driving under the influence of alcohol, drugs or medicines that rule out driving.
forbidden-racing = Races, competitions and tests, and driving where private traffic is banned.
forbidden-unlawful = Purposes against the law.
forbidden-driving-lessons = Safety courses and driving practice.
forbidden-dangerous-goods = Carrying dangerous substances.
forbidden-damaging-goods = Carrying things that may damage the vehicle or delay its next rental.
forbidden-towing = Towing or pushing vehicles or trailers.
forbidden-reckless = Driving dangerously or in a way the vehicle is not made for.
forbidden-paid-transport = Carrying persons or things for money.
forbidden-subletting = Renting the vehicle out to others.
forbidden-no-green-card = Driving in countries excluded from the Green Card.
forbidden-off-road = Driving on unpaved roads or where access is forbidden.
forbidden-overloaded = Carrying more passengers than the vehicle is made for.
forbidden-other-drivers = Letting others drive without telling us and without our consent.
text-charging-liability = We are not liable for damage done by charging in the wrong way.
text-charging-care = With an electric vehicle correct charging is in your care, and so is damage from wrong charging or none.

# Return
procedure-return = Bringing the vehicle back
duty-bring-back = Bring the vehicle back to the booked place on the booked date and time, with all documents and accessories.
condition-fuel-at-return = At return the tank is more than a quarter full.
return-park = Park properly in the bay made for it.
return-close = Close the windows, turn off the radio and the courtesy lights.
return-documents = Put documents and manuals back in order in their place.
return-belongings = Take your belongings and leave the interior clean.
return-card-holder = Put the document holder back into the glove box.
return-fuel = Check that there is more than 1/4 of a tank of fuel.
return-charging-card = Pass the charging card over the display of the column and choose the socket.
return-plug = When the column tells you to, insert the cable.
return-charging = The display of the column shows that the vehicle is charging: check it before you leave.
return-key = Put the key into the glove box, get out and shut the doors.
return-sms = Send the SMS with the lock code to the number given.
return-wait = The vehicle locks its doors within a minute.
return-retry = It does not lock? Send it again; if it still does not lock, call the toll-free number or turn to the attendant. Do all this even if somebody is already waiting for the vehicle.
duty-technical-trouble = If the vehicle has a technical problem, tell us time and odometer at the start and at the end.
text-reconstructed-use = If they are missing or wrong, we reconstruct your use from the trips before and after.
text-extension = Extend at least 30 minutes before the end, if the vehicle is free. Otherwise, coming back after the booked end costs 30.00 EUR on top of the hours used.
duty-report-delay = Tell us if you are late: accidents and breakdowns that can be shown spare you the penalty.
duty-contact-late-member = When you are two hours late without a word we contact you; if you cannot be reached we may go to the police.
text-range = With an electric vehicle come back within its range: that is the driver's care.

# Fuel
procedure-refuelling = Refuelling
text-energy-included = Fuel and charging are in the price.
refuelling-station = Refuel at a partner station.
refuelling-fill-up = Always fill the tank.
refuelling-fuel-card = Pay with the fuel card, which is in the document holder, and put it back in its place.
refuelling-own-money = If the fuel card cannot be used, pay yourself and keep the receipt.
condition-quarter-tank = The vehicle comes back with at least a quarter of a tank.
duty-ask-for-refund = Ask us for the refund, with the reason and the receipt.
duty-pay-refund = We pay it back within 30 days of your request.
duty-fuel-card-missing = If the fuel card is missing on board, report it to the toll-free number at once.
duty-replace-fuel-card = We report the loss and replace the fuel card.
forbidden-taking-fuel-card = Taking the fuel card from the vehicle or misusing it.

# Personal data
text-privacy = We process your data to provide the service; the fields marked are needed for the contract.
consent-data = I consent to the processing of my data for the purposes of the notice.
consent-marketing = I consent to market research and advertising. I can refuse, and change my mind at any time.
service-own-data = See which of your data we hold, where they come from and how we use them; have them updated, corrected, completed, erased or blocked.
duty-data-request = We answer requests about your data and objections to their processing.

# Refusals in the operator's words
refusal-not-validated = We have not checked your documents yet: the vehicle opens only after that. Call the toll-free number; until then the booking costs you nothing.
refusal-too-late = An extension must be asked for at least 30 minutes before the end. If you come back after the booked end you pay 30.00 EUR on top of the hours used.
