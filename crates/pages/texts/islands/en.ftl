# What the livelier parts of pages say: maps, calendars, the timeline of the fleet.
places-title = Stations
places-free = { $count ->
    [0] nothing free
    [one] { $count } vehicle free
   *[other] { $count } vehicles free
}
map-label = Map of the stations
map-in = Zoom in
map-out = Zoom out
map-close = Close
week-hint = Drag across a free time, or type it below.
week-before = Earlier days
week-after = Later days
day-wish = Your choice
timeline-week = Week
timeline-day = Day
timeline-any-station = All stations
timeline-loading = More vehicles are coming …
timeline-all = { $count ->
    [one] { $count } vehicle
   *[other] { $count } vehicles
}
timeline-before = Earlier
timeline-after = Later
guide-icons = Icons
