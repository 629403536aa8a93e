# Messages, codes, cards, devices

# What is sent
message-change = Your booking of { $vehicle } was changed: from { $start } until { $end }, pick-up { $pickup }.
message-extend = Your booking of { $vehicle } was extended: it now ends { $end }.
message-cancel = Your booking of { $vehicle } from { $start } until { $end } was cancelled. Billed: { $total }.
message-return = { $vehicle } is back, your booking is over. Billed for it: { $total }.
message-start = Reminder: your booking of { $vehicle } begins { $start } at { $pickup }.
message-end = Reminder: your booking of { $vehicle } ends { $end } at { $dropoff }. Extend it in time if you are late.
message-late = Your trip with { $vehicle } still runs and is billed; it was booked until { $end }. Bring it back and close it as the rules say, or call { $phone }.
message-not-plugged-in = Your trip with { $vehicle } still runs and is billed: the vehicle is not plugged in. Plug it in, or call { $phone }.
message-code = The code of your booking of { $vehicle } from { $start }: { $code }. Assistance: { $phone }.
message-newsletter-begun = You will receive our newsletter from now on. You can end it at any time on your pages, under “Newsletter”.
message-newsletter-ended = You will not receive our newsletter any more. It was good to have you.

# What is answered to codes, cards and keys
answer-opened = { $vehicle } is open. Have a good trip!
answer-returned = { $vehicle } is locked, your booking is over.
answer-returned-here = Your reservation is over. Thank you!
answer-unplugged = The vehicle is not plugged in: plug it in now.
answer-call = If in doubt, call { $phone }.
answer-call-us = The assistance is being called: { $phone }.
answer-wrong-code = This code opens nothing here. Check it.
answer-unknown-number = This number belongs to no member. Send the code from the number in your profile; so may every other driver on the same contract, from his own.
answer-no-code = There is no code of six digits in your message. Send the code alone.
answer-key-slot = Your key slot is open. Take the key.
answer-return-begun = Your key slot is open. Plug in the vehicle, then put the key back.
answer-key-slot-numbered = Slot { $slot } is open. Take the key.
answer-return-begun-numbered = Slot { $slot } is open. Plug in the vehicle, then put the key back there.
answer-type-the-code = Type the code of your booking first; your trip runs on.
answer-card-seen = Card seen. Give it a name on your phone.
answer-card-unknown = This card is not known here. Call { $phone }.
answer-card-blocked = This card is blocked. Call { $phone }.
answer-card-lost = This card was reported lost. Call { $phone }.
answer-card-no-booking = You have no booking of this vehicle now. Book it first, or call { $phone }.

# What whoever takes a vehicle should know
hint-anomaly = The anomaly light flashes: call { $phone } before you drive off.
hint-condition = Not as it should be: { $condition } Read: { $found } %. You may take another vehicle: call { $phone }.

# Problems of a request
problem-no-such-message = There is no such message.
problem-no-such-card = There is no such card.
problem-no-such-command = There is no such command.
problem-no-such-procedure = The rulebook has no such procedure.
problem-no-such-step = The procedure has no such step.
problem-no-such-enrolment = No card is being enabled, or the ten minutes are over. Begin again.
invalid-needs-no-retry = A message that is “{ $found }” cannot be sent again.
invalid-no-such-command = There is no command “{ $found }”.
invalid-identity-not-confirmed = Make sure who is calling, and say so, before doors are opened or closed.
invalid-not-a-card = A card has 8 to 20 hexadecimal digits.
invalid-card-taken = This card belongs to somebody already.
invalid-card-is-lost = A card that was reported lost can only be enabled again by the staff.
invalid-no-card-seen = No card was seen yet. Hold it to the reader of the vehicle.
invalid-enrolment-taken = Somebody else is enabling a card at this vehicle. Try again in ten minutes.
invalid-too-many-cards = There are too many cards already.
invalid-not-a-phone = This is no phone number. Write it with + and the country code.
invalid-too-many-events = At most 500 events at once.
invalid-no-such-event = There is no event “{ $found }”.
invalid-no-such-slot = No slot { $found } is known here, or several kiosks have one: name the kiosk, or import its slots.
invalid-not-a-sequence = Numbers begin with 1.
invalid-not-a-position = Give latitude and longitude in ten millionths of a degree.
invalid-too-long-here = This is too long. Shorten it.
answer-price-changed = The price is not the one that you saw any more. Look at the new one, and confirm again.
