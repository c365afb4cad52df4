/* Where the small map stands that shows what the large one is a part of. */
(function () {
  "use strict";

  /* The small map stands in the corner where it covers least, and not on a place. */
  frontmap.settleLocator = function (map, frame, layers) {
    var holder = map.getContainer();
    var small = frame.querySelector(".locator");
    if (!small) {
      return;
    }
    var corners = ["", "left"].map(function (corner) {
      small.classList.remove("left", "crowded");
      if (corner) {
        small.classList.add(corner);
      }
      var r = small.getBoundingClientRect(), origin = holder.getBoundingClientRect();
      var area = L.bounds(
        [r.left - origin.left, r.top - origin.top], [r.right - origin.left, r.bottom - origin.top]
      );
      var found = { corner: corner, places: 0, points: 0 };
      ["places", "advances", "grounds", "borders"].forEach(function (key) {
        if (!layers[key]) {
          return;
        }
        layers[key].eachLayer(function (part) {
          var at = part.getLatLng ? [part.getLatLng()] : part.getLatLngs().flat(Infinity);
          var hits = at.filter(function (one) {
            return area.contains(map.latLngToContainerPoint(one));
          }).length;
          found[key === "places" ? "places" : "points"] += hits;
        });
      });
      return found;
    });
    corners.sort(function (a, b) { return a.places - b.places || a.points - b.points; });
    small.classList.toggle("left", corners[0].corner === "left");
    small.classList.toggle("crowded", corners[0].places > 0);
  };
})();
