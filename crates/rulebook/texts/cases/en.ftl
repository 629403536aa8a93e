# Cases, indemnities, refunds
problem-no-such-case = There is no such case.
problem-no-such-indemnity = There is no such indemnity.
problem-no-such-refund = There is no such refund.
problem-no-such-item = There is no such fuel card or key.

# What is wrong with a field
invalid-no-such-case = Nothing can be reported under “{ $found }”. Choose one of the kinds offered.
invalid-no-such-state = There is no state “{ $found }”. Choose one of the states offered.
invalid-no-such-topic = There is no topic “{ $found }”. Choose address, phone, plate or other.
invalid-no-such-outcome = A case does not end with “{ $found }”. Choose settled, unfounded, duplicate or passed-on.
invalid-no-such-colleague = Nobody called “{ $found }” works here. Check the login.
invalid-no-such-item = There is no “{ $found }” to issue or to lose. Choose fuel-card or key.
invalid-not-an-id = “{ $found }” is no id. Take it from the answer that named it.
invalid-not-yet = This lies ahead. Choose a moment that has passed.
invalid-too-many-items = These are too many. Send fewer at once.
invalid-has-an-owner = Somebody else has this case. Ask for it to be handed over.
invalid-closed = This case is closed. Open another one if something is left to do.
invalid-already-told = The member has been told already. Waive it and propose another one.
invalid-decided = This has been decided already; nothing is left to do.
invalid-not-used = This booking was not used. Name the booking at whose pick-up it was found.
invalid-hear-first = “{ $found }” is an indemnity. Propose it, so that the member is heard first.
invalid-not-an-odometer = An odometer cannot show “{ $found }” metres. Check the reading.
invalid-odometer-runs-back = { $found } metres do not follow the reading at the opening. Check both.
invalid-not-back-yet = As far as others were concerned, the vehicle was not back before { $found }. Choose a later moment.
invalid-not-under-way = This trip is not under way. Look at its state.
invalid-replaced = This has been replaced already. Look at what replaces it.
invalid-not-a-month = “{ $found }” is no month. Write it like 2026-03.

# Refusals that are the service's own
refusal-too-late-to-query = A trip can be queried until the end of its month. Contact us if something is wrong with it.
refusal-objection-too-late = The time to object has passed. Contact us if something new has come up.
refusal-member-not-heard = The member has not been heard. Tell the member, and wait for an objection or for the end of its time.

# Messages
message-case-answered = There is an answer to what you reported. You find it among your cases.
message-case-closed = What you reported has been seen to. You find the outcome among your cases.
message-indemnity-proposed = An indemnity is proposed to you: { $title }, { $amount } ({ $basis }). Nothing is billed yet. If you do not agree, object before { $until }; you find everything about it among your indemnities.
message-indemnity-waived = The indemnity “{ $title }” of { $amount } ({ $basis }) has been waived. There is nothing to pay.
message-indemnity-billed = The indemnity “{ $title }” of { $amount } ({ $basis }) comes with your next invoice. You find the reason among your indemnities.
message-refund-paid = You get back { $amount } with your next invoice.
message-refund-refused = What you asked to get back cannot be refunded: { $reason }
message-vehicle-late = Vehicle { $vehicle }, which you booked from { $start }, will probably be back late. You may choose another vehicle or another time: call { $phone }.

# Reconstructed use
reading-opened = when it was opened
reading-refused = when it was to be opened for somebody else
reading-returned = when it was returned
reading-checked = when it was checked
reconstructed-before = Before: { $km } km on { $at }, { $occasion }.
reconstructed-before-unknown = Before: no reading is known.
reconstructed-after = After: { $km } km on { $at }, { $occasion }.
reconstructed-after-unknown = After: nothing has been seen of the vehicle yet.
reconstructed-not-before = Not before { $at }: until then others could not use it, or something was decided about it.
reconstructed-returned = So it was back on { $at } at the latest; what is uncertain goes in favour of the member.
reconstructed-distance = So { $km } km were driven.
